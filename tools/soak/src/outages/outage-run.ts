import { setTimeout as sleep } from "node:timers/promises";
import type { Print } from "../problems.ts";
import type { OutageKind } from "./kinds.ts";
import type { OutageWatch } from "./outage-watch.ts";
import { type OutageTools, outages } from "./outages.ts";
import type { OutageSettings } from "./settings.ts";

/** What a run goes by. */
export interface RunOptions {
  readonly settings: OutageSettings;
  readonly watch: OutageWatch;
  readonly print: Print;
  /** Ends an outage early; all accounts are waited for even then. */
  readonly interrupted: AbortSignal;
}

/** Takes the token endpoint down, and waits for the accounts to come back. */
export class OutageRun {
  readonly #options: RunOptions;

  constructor(options: RunOptions) {
    this.#options = options;
  }

  async outage(kind: OutageKind, tools: OutageTools): Promise<void> {
    const { settings, watch, print, interrupted } = this.#options;
    const cycle = watch.begin(kind);
    const end = await outages[kind](tools);
    cycle.down();
    const isMet = () => cycle.isMet || interrupted.aborted;
    if (!(await this.#isSoon(isMet))) watch.problem(`nobody has noticed the outage (${kind})`);
    await this.#rest(settings.down);
    cycle.ended();
    await end();
    const begun = performance.now();
    await this.allBack();
    print(`${kind}: ${cycle.sends} sends, all back within ${cycle.backWithin} ms`);
    await this.#rest(settings.up - (performance.now() - begun));
  }

  /** Waits until every account has been refreshed since the last outage, or since the start. */
  async allBack(): Promise<void> {
    const { settings, watch } = this.#options;
    if (await this.#isSoon(() => watch.missing.length === 0)) return;
    watch.problem(`not refreshed within ${settings.soon} ms: ${watch.missing.join(", ")}`);
  }

  async #isSoon(condition: () => boolean): Promise<boolean> {
    const endsAt = performance.now() + this.#options.settings.soon;
    while (!condition()) {
      if (performance.now() > endsAt) return false;
      await sleep(20);
    }
    return true;
  }

  async #rest(ms: number): Promise<void> {
    const { interrupted } = this.#options;
    await sleep(Math.max(0, ms), undefined, { signal: interrupted }).catch(() => {});
  }
}

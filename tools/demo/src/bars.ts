import { MultiBar, Presets, type SingleBar } from "cli-progress";
import type { Display } from "./display.ts";
import type { ProviderResult } from "./result.ts";

const format =
  "{name} {bar} {requests} requests {unauthorized} 401s {refreshes} refreshes {reuses} reuse";

/** For a terminal: a live row for each provider, whose bar is the time that has passed. */
export class Bars implements Display {
  readonly interval = 200;
  readonly #total: number;
  readonly #rows = new Map<string, SingleBar>();
  readonly #bars = new MultiBar(
    {
      stream: process.stdout,
      format,
      barsize: 14,
      hideCursor: true,
      linewrap: false,
      // Ctrl-C ends the run, and the run ends the bars.
      gracefulExit: false,
    },
    Presets.shades_classic,
  );

  /** @param seconds that the run is to last */
  constructor(seconds: number) {
    this.#total = seconds;
    process.on("exit", this.#restore);
  }

  show(results: readonly ProviderResult[], seconds: number): void {
    const passed = Math.min(seconds, this.#total);
    for (const result of results) {
      const row = this.#rows.get(result.provider);
      if (row) row.update(passed, cellsOf(result));
      else this.#rows.set(result.provider, this.#bars.create(this.#total, passed, cellsOf(result)));
    }
  }

  end(results: readonly ProviderResult[], seconds: number): void {
    this.show(results, seconds);
    process.off("exit", this.#restore);
    this.#restore();
  }

  readonly #restore = (): void => {
    if (this.#bars.isActive) this.#bars.stop();
  };
}

function cellsOf({ provider, requests, unauthorized, refreshes, reuses }: ProviderResult) {
  return {
    name: provider.padEnd(17),
    requests: String(requests).padStart(5),
    unauthorized: String(unauthorized).padStart(4),
    refreshes: String(refreshes).padStart(3),
    reuses: String(reuses),
  };
}

import type { VirtualClock } from "./clock.ts";
import type { Entry, History, Seen, Trouble } from "./history.ts";

/** Writes the history of a run. */
export class Observer {
  readonly #clock: VirtualClock;
  readonly #entries: Entry[] = [];

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  get history(): History {
    return this.#entries;
  }

  saw(seen: Seen): void {
    this.#entries.push({ at: this.#clock.now, ...seen });
  }

  trouble(what: Trouble, of: string): void {
    this.saw({ kind: "trouble", what, of });
  }
}

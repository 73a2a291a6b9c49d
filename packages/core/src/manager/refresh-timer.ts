import { backgroundTimer, longestTimer } from "../time/index.ts";

/** Calls at a point in time. It keeps neither a process nor whoever is called alive. */
export class RefreshTimer<Called extends object> {
  readonly #called: WeakRef<Called>;
  readonly #call: (called: Called) => void;
  #end = () => {};

  constructor(called: Called, call: (called: Called) => void) {
    this.#called = new WeakRef(called);
    this.#call = call;
  }

  /** @param at epoch ms; `Infinity` for never. It takes the place of the time before. */
  set(at: number): void {
    this.#end();
    if (at === Infinity) return;
    const left = at - Date.now();
    this.#end = backgroundTimer(Math.min(left, longestTimer), () => {
      if (left > longestTimer) return this.set(at);
      const called = this.#called.deref();
      if (called) this.#call(called);
    });
  }
}

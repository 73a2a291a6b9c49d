import { longestTimer } from "./waiting.ts";

/** Calls at a point in time. It keeps neither a process nor whoever is called alive. */
export class AheadTimer<Called extends object> {
  readonly #called: WeakRef<Called>;
  readonly #call: (called: Called) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(called: Called, call: (called: Called) => void) {
    this.#called = new WeakRef(called);
    this.#call = call;
  }

  /** @param at epoch ms; `Infinity` for never. It takes the place of the time before. */
  set(at: number): void {
    clearTimeout(this.#timer);
    if (at === Infinity) return;
    const left = at - Date.now();
    this.#timer = setTimeout(
      () => {
        if (left > longestTimer) return this.set(at);
        const called = this.#called.deref();
        if (called) this.#call(called);
      },
      Math.min(left, longestTimer),
    );
    letGo(this.#timer);
  }
}

/** A page's timers keep nothing alive; Node.js has a method for it, Deno a function. */
function letGo(timer: unknown): void {
  if (typeof timer === "object" && timer !== null) Reflect.get(timer, "unref")?.call(timer);
  const deno: { unrefTimer?(timer: unknown): void } | undefined = Reflect.get(globalThis, "Deno");
  if (typeof timer === "number") deno?.unrefTimer?.(timer);
}

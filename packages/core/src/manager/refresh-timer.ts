import { backgroundTimer, longestTimer } from "../time/index.ts";

/** Calls back at a point in time. It keeps neither the process running nor its target in memory. */
export class RefreshTimer<Target extends object> {
  readonly #target: WeakRef<Target>;
  readonly #onTime: (target: Target) => void;
  #stop: (() => void) | undefined;

  constructor(target: Target, onTime: (target: Target) => void) {
    this.#target = new WeakRef(target);
    this.#onTime = onTime;
  }

  /** @param at in epoch ms; `Infinity` for never. It replaces the previous time. */
  set(at: number): void {
    this.#stop?.();
    if (at === Infinity) return;
    const left = at - Date.now();
    this.#stop = backgroundTimer(Math.min(left, longestTimer), () => {
      if (left > longestTimer) return this.set(at);
      const target = this.#target.deref();
      if (target) this.#onTime(target);
    });
  }
}

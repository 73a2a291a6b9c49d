import type { TokenStore } from "../store/index.ts";

/**
 * Calls back when another process has changed the store, if the store can report that at no cost. It does not
 * keep its target in memory.
 */
export class StoreWatch<Target extends object> {
  readonly #store: TokenStore;
  readonly #target: WeakRef<Target>;
  readonly #onChange: (target: Target) => void;
  #end: (() => void) | undefined;

  constructor(store: TokenStore, target: Target, onChange: (target: Target) => void) {
    this.#store = store;
    this.#target = new WeakRef(target);
    this.#onChange = onChange;
  }

  start(): void {
    this.#end ??= this.#store.watch?.(() => {
      const target = this.#target.deref();
      if (target) this.#onChange(target);
      else this.stop();
    });
  }

  stop(): void {
    this.#end?.();
    this.#end = undefined;
  }
}

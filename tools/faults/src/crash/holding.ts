import { existsSync } from "node:fs";
import type { RefreshFunction, TokenStore } from "@refresh-once/core";
import type { Hold } from "./protocol.ts";

/** Holds a process up at one point of its next refresh. */
export class Holding {
  #hold: Hold | undefined;
  #open = () => {};
  readonly #held: () => void;

  /** @param held called when a gate is reached */
  constructor(held: () => void) {
    this.#held = held;
  }

  next(hold: Hold): void {
    this.#hold = hold;
  }

  go(): void {
    this.#open();
  }

  /** The refresh function, held up before it is called or after it has answered. */
  refresh(inner: RefreshFunction): RefreshFunction {
    return async (current, context) => {
      await this.#reached("sending");
      const tokens = await inner(current, context);
      await this.#reached("answered");
      return tokens;
    };
  }

  /** The store, whose claims are held up when they are won. */
  store(inner: TokenStore): TokenStore {
    return {
      read: () => inner.read(),
      subscribe: (changed) => inner.subscribe?.(changed) ?? (() => {}),
      claim: async (revision, lease) => {
        const claim = await inner.claim(revision, lease);
        if (claim) await this.#reached("claimed");
        return claim;
      },
    };
  }

  #reached(point: Hold["at"]): Promise<void> | undefined {
    const hold = this.#hold;
    if (hold?.at !== point) return undefined;
    this.#hold = undefined;
    if (hold.by === "gate") {
      return new Promise((resolve) => {
        this.#open = resolve;
        this.#held();
      });
    }
    if (hold.by === "stop") {
      process.kill(process.pid, "SIGSTOP");
      // The signal may take effect a moment later.
      block(20);
    }
    while (hold.until !== undefined && !existsSync(hold.until)) block(20);
    return undefined;
  }
}

function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

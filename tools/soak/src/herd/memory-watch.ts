import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { MemoryUse } from "./protocol.ts";

/** A full collection with ten thousand waiting callers takes up to a second: not more often than that; ms. */
const measureEvery = 20_000;

/** Measures what this process needs while callers wait. */
export class MemoryWatch implements Disposable {
  readonly #collect = garbageCollector();
  readonly #idle = this.#liveHeap();
  readonly #timer = setInterval(() => this.measure(), measureEvery);
  #waiting = 0;

  get use(): MemoryUse {
    const resident = process.resourceUsage().maxRSS * 1_024;
    return { idle: this.#idle, waiting: this.#waiting, resident };
  }

  measure(): void {
    this.#waiting = Math.max(this.#waiting, this.#liveHeap());
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #liveHeap(): number {
    this.#collect();
    return process.memoryUsage().heapUsed;
  }
}

function garbageCollector(): () => void {
  // The flag is for contexts that are made after it.
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new TypeError("no gc");
  return () => Reflect.apply(collect, undefined, []);
}

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Measures the live heap of this process. */
export type LiveHeap = () => Promise<number>;

/** @returns a function that collects all garbage, and resolves with the bytes that are left */
export function liveHeap(): LiveHeap {
  // The flag is for contexts that come after it.
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new TypeError("no gc");
  return async () => {
    for (let round = 0; round < 5; round++) {
      await new Promise(setImmediate);
      Reflect.apply(collect, undefined, []);
    }
    return process.memoryUsage().heapUsed;
  };
}

import { isObject } from "../values/index.ts";

/**
 * Starts a timer that does not keep the process alive.
 *
 * @returns a function that stops the timer
 */
export function backgroundTimer(ms: number, onEnd: () => void): () => void {
  const timer = setTimeout(onEnd, ms);
  unref(timer);
  return () => clearTimeout(timer);
}

/** Node.js has a method for this, and Deno a function. A browser needs neither. */
function unref(timer: unknown): void {
  if (isObject(timer)) Reflect.get(timer, "unref")?.call(timer);
  const deno: { unrefTimer?(timer: unknown): void } | undefined = Reflect.get(globalThis, "Deno");
  if (typeof timer === "number") deno?.unrefTimer?.(timer);
}

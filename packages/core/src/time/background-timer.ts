import { isObject } from "../values/index.ts";

/**
 * A timer that does not keep the process alive.
 *
 * @returns what ends it
 */
export function backgroundTimer(ms: number, call: () => void): () => void {
  const timer = setTimeout(call, ms);
  letGo(timer);
  return () => clearTimeout(timer);
}

/** A page's timers keep nothing alive; Node.js has a method for it, Deno a function. */
function letGo(timer: unknown): void {
  if (isObject(timer)) Reflect.get(timer, "unref")?.call(timer);
  const deno: { unrefTimer?(timer: unknown): void } | undefined = Reflect.get(globalThis, "Deno");
  if (typeof timer === "number") deno?.unrefTimer?.(timer);
}

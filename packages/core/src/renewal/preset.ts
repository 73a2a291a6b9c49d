import type { RefreshFunction } from "./refresh-function.ts";

/**
 * Marks a function that makes refresh functions, such as `oroBank`. `createTokenManager` then recognizes
 * the mistake `refresh: oroBank`, where `refresh: oroBank()` is meant.
 *
 * @typeParam Make the type of the function
 * @param name as users write it
 */
export function preset<Make extends (...options: never[]) => RefreshFunction>(
  name: string,
  make: Make,
): Make {
  return Object.defineProperty(make, presetName, { value: name });
}

const presetName = Symbol.for("@refresh-once/preset");

/** The name of the preset that a function is; `undefined` for a refresh function. */
export function presetNameOf(refresh: object): unknown {
  return Reflect.get(refresh, presetName);
}

import { attempt } from "./attempt.ts";
import { isObject } from "./is-object.ts";

/** A property of an unknown value; `undefined` if the value is no object, or throws when it is read. */
export function propertyOf(from: unknown, name: PropertyKey): unknown {
  return isObject(from) ? attempt(() => Reflect.get(from, name)) : undefined;
}

/**
 * Reads a property of an unknown value, such as the `message` of a caught error. It does not use `instanceof`,
 * because a test runner may replace the class `Error`.
 *
 * @returns `undefined` if the value is no object, has no such property, or the property is no string
 */
export function textOf(from: unknown, name: PropertyKey): string | undefined {
  const value = propertyOf(from, name);
  return typeof value === "string" ? value : undefined;
}

import { isObject } from "./is-object.ts";

/** A test for each property of an object. */
export type PropertyTests = Readonly<Record<string, (value: unknown) => boolean>>;

/**
 * Finds the first property of a value that is not as it should be.
 *
 * @param required tests of properties that must be there
 * @param optional tests of properties that may be `undefined`
 * @returns its name; "it" if the value is no object; `undefined` if all are right
 */
export function wrongProperty(
  value: unknown,
  required: PropertyTests,
  optional: PropertyTests = {},
): string | undefined {
  if (!isObject(value)) return "it";
  const tests = { ...required, ...optional };
  return Object.keys(tests).find((name) => {
    const property: unknown = Reflect.get(value, name);
    return (property !== undefined || name in required) && !tests[name]?.(property);
  });
}

/** Whether a value is an object whose properties pass these tests; see {@link wrongProperty}. */
export function hasShape(
  value: unknown,
  required: PropertyTests,
  optional?: PropertyTests,
): value is object {
  return wrongProperty(value, required, optional) === undefined;
}

/** Whether a value is a number, but not `NaN` or infinite. */
export function isFiniteNumber(value: unknown): boolean {
  return Number.isFinite(value);
}

/** Whether a value is a string. */
export function isText(value: unknown): boolean {
  return typeof value === "string";
}

/** Whether a value is an object. Functions do not count: none of their properties matter here. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

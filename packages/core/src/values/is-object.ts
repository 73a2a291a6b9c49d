/** Whether a value has properties to look at: a function has none that matter here. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

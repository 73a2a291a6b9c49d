import { isObject } from "./is-object.ts";

/** Whether a request body can be read once only: a web or Node stream, or another async iterable. */
export function isOneShot(body: unknown): boolean {
  return isObject(body) && ("getReader" in body || "pipe" in body || Symbol.asyncIterator in body);
}

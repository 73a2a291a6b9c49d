import { isObject } from "../values/index.ts";

/** Whether a request body can be read only once: a web or Node.js stream, or another async iterable. */
export function isSingleUseBody(body: unknown): boolean {
  return isObject(body) && ("getReader" in body || "pipe" in body || Symbol.asyncIterator in body);
}

import { isObject } from "../values/index.ts";

/** Whether a request body can be read once only: a web or Node stream, or another async iterable. */
export function isSingleUseBody(body: unknown): boolean {
  return isObject(body) && ("getReader" in body || "pipe" in body || Symbol.asyncIterator in body);
}

import { attempt, isObject, propertyOf } from "../values/index.ts";

/** More errors than any library wraps around another; an error of a hostile program may have no end. */
const most = 32;

/** An error with its causes, and with the errors of an `AggregateError`, the outermost first. */
export function errorsIn(thrown: unknown): object[] {
  const found = new Set([thrown].filter(isObject));
  // A `Set` also visits what is added meanwhile, and each error once: a cycle ends.
  for (const error of found) {
    for (const inner of innerErrorsOf(error)) {
      if (found.size < most && isObject(inner)) found.add(inner);
    }
  }
  return [...found];
}

/** A hostile error may throw when it is read. */
function innerErrorsOf(error: object): readonly unknown[] {
  const errors = propertyOf(error, "errors");
  const list = attempt(() => Array.isArray(errors) && errors.slice(0, most)) || [];
  return [propertyOf(error, "cause"), ...list];
}

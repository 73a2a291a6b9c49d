import { attempt } from "./attempt.ts";
import { isObject } from "./is-object.ts";
import { withoutUndefined } from "./without-undefined.ts";

/** How many objects and lists a property may have inside each other. Far deeper ones overflow the stack later. */
const maxDepth = 1_000;

/**
 * Copies the properties of an object that JSON can represent, and drops the others. The object comes from
 * a provider's response, and a property that cannot be stored must not cost the tokens beside it.
 */
export function serializable(extra: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(extra)) return undefined;
  const names = attempt(() => Object.keys(extra)) ?? [];
  const copies = names.map((name): [string, unknown] => [
    name,
    attempt(() => jsonCopyOf(Reflect.get(extra, name))),
  ]);
  return withoutUndefined<Record<string, unknown>>(Object.fromEntries(copies));
}

function jsonCopyOf(value: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  return isWithin(maxDepth, copy) ? copy : undefined;
}

function isWithin(depth: number, value: unknown): boolean {
  if (!isObject(value)) return true;
  return depth > 0 && Object.values(value).every((inner) => isWithin(depth - 1, inner));
}

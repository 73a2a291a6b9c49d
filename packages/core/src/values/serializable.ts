import { attempt } from "./attempt.ts";
import { isObject } from "./is-object.ts";
import { withoutUndefined } from "./without-undefined.ts";

/**
 * Copies the properties of an object that JSON can represent, and drops the others. The object comes from
 * a provider's response, and a property that cannot be stored must not cost the tokens beside it.
 */
export function serializable(extra: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(extra)) return undefined;
  const names = attempt(() => Object.keys(extra)) ?? [];
  const copies = names.map((name): [string, unknown] => [
    name,
    attempt(() => JSON.parse(JSON.stringify(Reflect.get(extra, name)))),
  ]);
  return withoutUndefined<Record<string, unknown>>(Object.fromEntries(copies));
}

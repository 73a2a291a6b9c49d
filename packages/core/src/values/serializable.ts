import { attempt } from "./attempt.ts";
import { isObject } from "./is-object.ts";

/**
 * The part of a provider's further fields that JSON can carry. What it cannot is left out: it is no
 * reason to lose the tokens beside it.
 */
export function serializable(extra: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(extra)) return undefined;
  const names = attempt(() => Object.keys(extra)) ?? [];
  const kept = names.map((name): [string, unknown] => [
    name,
    attempt(() => JSON.parse(JSON.stringify(Reflect.get(extra, name)))),
  ]);
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
}

import { isFunction, isObject } from "../values/index.ts";
import type { Claim, TokenStore } from "./token-store.ts";

/** Whether a value has the functions of a token store. */
export function isTokenStore(value: unknown): value is TokenStore {
  if (!isObject(value)) return false;
  const { read, claim, subscribe }: Partial<Record<keyof TokenStore, unknown>> = value;
  return (
    isFunction(read) && isFunction(claim) && (subscribe === undefined || isFunction(subscribe))
  );
}

/** Whether a value has the functions of a claim. */
export function isClaim(value: object): value is Claim {
  const { commit, release, extend, journal }: Partial<Record<keyof Claim, unknown>> = value;
  const optional = [extend, journal].every((one) => one === undefined || isFunction(one));
  return isFunction(commit) && isFunction(release) && optional;
}

import { hasShape, isFiniteNumber, isFunction } from "../values/index.ts";
import type { Claim, TokenStore } from "./token-store.ts";

/** Whether a value has the functions of a token store. */
export function isTokenStore(value: unknown): value is TokenStore {
  const optional = { readAndClaim: isFunction, subscribe: isFunction };
  return hasShape(value, { read: isFunction, claim: isFunction }, optional);
}

/** Whether a value has the functions of a claim. */
export function isClaim(value: object): value is Claim {
  const optional = { extend: isFunction, journal: isFunction, lease: isFiniteNumber };
  return hasShape(value, { commit: isFunction, release: isFunction }, optional);
}

import type { Claim, TokenStore } from "./token-store.ts";

/** Whether a value has the functions of a token store. */
export function isTokenStore(store: TokenStore | null | undefined): store is TokenStore {
  return (
    typeof store?.read === "function" &&
    typeof store.claim === "function" &&
    (store.subscribe === undefined || typeof store.subscribe === "function")
  );
}

/** Whether a value has the functions of a claim. */
export function isClaim(value: object): value is Claim {
  const { commit, release, extend, journal }: Partial<Record<keyof Claim, unknown>> = value;
  const optional = [extend, journal].every((one) => one === undefined || typeof one === "function");
  return typeof commit === "function" && typeof release === "function" && optional;
}

import {
  createTokenManager,
  type RefreshFunction,
  type TokenManager,
  type TokenStore,
} from "@refresh-once/core";
import type { TokenRecord } from "@refresh-once/core/store";
import { expect } from "vitest";

export const longLease = { duration: 60_000 };

export function record(revision: number): TokenRecord {
  const tokens = { accessToken: `a${revision}`, refreshToken: `r${revision}` };
  return { revision, obtainedAt: 1, tokens };
}

/** Commits a first record with expired tokens. */
export async function storeExpired(store: TokenStore): Promise<void> {
  const claim = await store.claim(0, longLease);
  const { tokens, ...rest } = record(1);
  const expired = { accessToken: "a1", ...tokens, expiresAt: 1_000 };
  expect(await claim?.commit({ ...rest, tokens: expired })).toBe(true);
}

export function managerOf(store: TokenStore, refresh: RefreshFunction): TokenManager {
  return createTokenManager({ store, refresh });
}

/** Returns the error of a promise that must reject. */
export async function failureOf(work: Promise<unknown> | undefined): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("the promise did not reject");
}

import { randomBytes } from "node:crypto";
import { memoryStore, type TokenStore } from "@refresh-once/core";
import type { Claim, TokenRecord } from "@refresh-once/core/store";
import { expect } from "vitest";
import type { EncryptionKey } from "../src/index.ts";

export const lease = { duration: 15_000 };

/** A random key. */
export function newKey(kid: string): EncryptionKey & { readonly secret: string } {
  return { kid, secret: randomBytes(32).toString("base64url") };
}

/** A record of this revision with every possible field. */
export function fullRecord(revision: number): TokenRecord {
  return {
    revision,
    obtainedAt: 1_700_000_000_000,
    tokens: {
      accessToken: `access-${revision}`,
      refreshToken: `refresh-${revision}`,
      expiresAt: 1_700_000_300_000,
      refreshTokenExpiresAt: 1_700_900_000_000,
      tokenType: "Bearer",
      scope: "accounts payments",
      extra: { id_token: "identity", nested: { text: "é\u2028\ud83d\ude00\0" } },
    },
    unanswered: 1,
    refusal: { code: "in_doubt", message: "nobody knows" },
    seeds: ["hash-of-a-seed"],
  };
}

/** Wins the claim of a revision. */
export async function claimOf(store: TokenStore, revision: number): Promise<Claim> {
  const claim = await store.claim(revision, lease);
  if (!claim) throw new Error(`revision ${revision} cannot be claimed`);
  return claim;
}

/** Commits a record after the previous one. */
export async function commit(store: TokenStore, record: TokenRecord): Promise<void> {
  const claim = await claimOf(store, record.revision - 1);
  expect(await claim.commit(record)).toBe(true);
}

/** The record that a store holds. */
export async function stored(store: TokenStore): Promise<TokenRecord> {
  const record = await store.read();
  if (!record) throw new Error("the store is empty");
  return record;
}

/** The sealed text that a store holds. */
export async function sealedText(store: TokenStore): Promise<string> {
  return (await stored(store)).tokens?.accessToken ?? "";
}

/** A store that holds this record. */
export async function storeHolding(record: TokenRecord): Promise<TokenStore> {
  const store = memoryStore();
  await (await claimOf(store, 0)).commit(record);
  return store;
}

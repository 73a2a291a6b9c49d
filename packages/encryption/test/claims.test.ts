import { createTokenManager, memoryStore, type TokenStore } from "@refresh-once/core";
import type { Claim, TokenRecord } from "@refresh-once/core/store";
import { describe, expect, test, vi } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { openBank } from "./bank.ts";
import { claimOf, commit, fullRecord, lease, newKey } from "./sealed-store.ts";

const keys = [newKey("k1")];

/** A store that records each commit and then calls `first`, before it commits. */
function recording(first: (written: string[]) => void = () => {}) {
  const inner = memoryStore();
  const written: string[] = [];
  const store: TokenStore = {
    read: () => inner.read(),
    async claim(revision, duration) {
      const claim = await inner.claim(revision, duration);
      const commit = async (next: TokenRecord) => {
        written.push(JSON.stringify(next));
        first(written);
        return (await claim?.commit(next)) ?? false;
      };
      return claim && { ...claim, commit };
    },
  };
  return { store, written };
}

describe("a commit that is retried", () => {
  test("P1: has the identical text, by which the store recognises it", async () => {
    const { server, refresh } = await openBank();
    const { store, written } = recording(({ length }) => {
      if (length <= 2) throw new Error("the connection was cut");
    });
    const seed = { refreshToken: server.issueRefreshToken("vault") };
    const tokens = createTokenManager({
      refresh,
      seed,
      store: encryptedStore(store, { keys }),
    });
    await expect(tokens.get()).rejects.toMatchObject({ code: "not_persisted" });
    await tokens.get();
    expect(written).toHaveLength(3);
    expect(new Set(written).size).toBe(1);
    expect(server.counters("vault").tokenRequests).toBe(1);
  });

  test("has a different text if its record is different, or its claim is another one", async () => {
    const { store, written } = recording(({ length }) => {
      if (length < 3) throw new Error("the connection was cut");
    });
    const sealing = encryptedStore(store, { keys });
    const first = await claimOf(sealing, 0);
    await expect(first.commit(fullRecord(1))).rejects.toThrow("cut");
    const other = { ...fullRecord(1), tokens: { accessToken: "other" } };
    await expect(first.commit(other)).rejects.toThrow("cut");
    await first.release();
    await commit(sealing, other);
    expect(new Set(written).size).toBe(3);
    expect(await sealing.read()).toEqual(other);
  });
});

test("P1: a claim has the shorter lease of its store", async () => {
  const inner = memoryStore();
  const claimed = async (revision: number) => {
    const claim = await inner.claim(revision, lease);
    return claim && { ...claim, lease: 5_000 };
  };
  const store = encryptedStore({ read: inner.read, claim: claimed }, { keys });
  expect(await claimOf(store, 0)).toHaveProperty("lease", 5_000);
});

describe("P2: if encryption fails", () => {
  test("it fails before the refresh token is spent", async () => {
    const { server, refresh } = await openBank();
    const inner = memoryStore();
    const claims = vi.spyOn(inner, "claim");
    const seed = { refreshToken: server.issueRefreshToken("vault") };
    const store = encryptedStore(inner, { keys });
    const tokens = createTokenManager({ refresh, store, seed });
    const noEntropy = () => Promise.reject(new Error("no more entropy"));
    const encrypt = vi.spyOn(crypto.subtle, "encrypt").mockImplementation(noEntropy);
    await expect(tokens.get()).rejects.toMatchObject({ code: "store_failed" });
    expect(claims).not.toHaveBeenCalled();
    expect(server.counters("vault").tokenRequests).toBe(0);
    encrypt.mockRestore();
    await tokens.get();
    expect(server.counters("vault").tokenRequests).toBe(1);
  });

  test("nothing is committed, and the claim stays active", async () => {
    const inner = memoryStore();
    const store = encryptedStore(inner, { keys });
    const claim = await claimOf(store, 0);
    vi.spyOn(crypto.subtle, "encrypt").mockRejectedValueOnce(new Error("no more entropy"));
    await expect(claim.commit(fullRecord(1))).rejects.toThrow("no more entropy");
    expect(await inner.read()).toBeUndefined();
    expect(await store.claim(0, lease)).toBeUndefined();
    expect(await claim.commit(fullRecord(1))).toBe(true);
  });

  test("P10: a platform without Web Crypto is not reported as a damaged store", async () => {
    const inner = memoryStore();
    const store = encryptedStore(inner, { keys });
    await commit(store, fullRecord(1));
    vi.stubGlobal("crypto", { getRandomValues: () => {} });
    const reading = store.read().finally(() => vi.unstubAllGlobals());
    await expect(reading).rejects.toThrow(TypeError);
  });
});

/** A store whose methods use `this`. */
class ClassStore implements TokenStore {
  readonly #inner = memoryStore();
  readonly calls: string[] = [];

  read() {
    this.calls.push("read");
    return this.#inner.read();
  }

  async claim(...given: Parameters<TokenStore["claim"]>) {
    this.calls.push(`claim ${given[0]} ${given[1].duration}`);
    const claim = await this.#inner.claim(...given);
    return claim && new ClassClaim(claim, this.calls);
  }

  subscribe(changed: () => void) {
    this.calls.push("subscribe");
    return this.#inner.subscribe?.(changed) ?? (() => {});
  }

  async claimHolder() {
    return { description: `after ${this.calls.length} calls` };
  }
}

class ClassClaim implements Claim {
  readonly #inner: Claim;
  readonly #calls: string[];

  constructor(inner: Claim, calls: string[]) {
    this.#inner = inner;
    this.#calls = calls;
  }

  get abandoned() {
    return this.#inner.abandoned ?? { revision: 0, startedAt: 7 };
  }

  extend() {
    this.#calls.push("extend");
    return this.#inner.extend?.() ?? Promise.resolve(false);
  }

  commit(next: TokenRecord) {
    this.#calls.push("commit");
    return this.#inner.commit(next);
  }

  release() {
    this.#calls.push("release");
    return this.#inner.release();
  }
}

describe("all other behaviour is that of the inner store", () => {
  test("its methods keep their `this`", async () => {
    const inner = new ClassStore();
    const store = encryptedStore(inner, { keys });
    let changes = 0;
    const end = store.subscribe?.(() => changes++);
    const claim = await claimOf(store, 0);
    expect(claim.abandoned).toEqual({ revision: 0, startedAt: 7 });
    expect(await claim.extend?.()).toBe(true);
    await claim.release();
    expect(await claim.extend?.()).toBe(false);
    await commit(store, fullRecord(1));
    expect(await store.read()).toEqual(fullRecord(1));
    expect(changes).toBe(1);
    end?.();
    await commit(store, fullRecord(2));
    expect(changes).toBe(1);
    const claims = ["claim 0 15000", "extend", "release", "extend", "claim 0 15000", "commit"];
    expect(inner.calls).toEqual(["subscribe", ...claims, "read", "claim 1 15000", "commit"]);
  });

  test("a lost claim is lost, and a claim that was not abandoned is not reported as abandoned", async () => {
    const store = encryptedStore(memoryStore(), { keys });
    const claim = await claimOf(store, 0);
    expect(claim).not.toHaveProperty("abandoned");
    expect(await store.claim(0, lease)).toBeUndefined();
    await commit(encryptedStore(memoryStore(), { keys }), fullRecord(1));
    expect(await claim.commit(fullRecord(1))).toBe(true);
    expect(await claim.commit(fullRecord(1))).toBe(false);
  });

  test("a claim without extend has no extend", async () => {
    const inner = memoryStore();
    const store: TokenStore = {
      ...inner,
      async claim(...given) {
        const { extend, ...claim } = await claimOf(inner, given[0]);
        return claim;
      },
    };
    expect(await claimOf(encryptedStore(store, { keys }), 0)).not.toHaveProperty("extend");
  });

  test("a store without subscribe and claimHolder has neither", () => {
    const { read, claim } = memoryStore();
    const store = encryptedStore({ read, claim }, { keys });
    expect(store).not.toHaveProperty("subscribe");
    expect(store).not.toHaveProperty("claimHolder");
  });

  test("the holder of a claim is that of the store", async () => {
    const store = encryptedStore(new ClassStore(), { keys });
    await claimOf(store, 0);
    expect(await store.claimHolder?.()).toEqual({ description: "after 1 calls" });
  });

  test("P2: an invalid claim is rejected before the refresh token is spent", async () => {
    const { server, refresh } = await openBank();
    const inner = { ...memoryStore(), claim: async () => JSON.parse("{}") };
    const store = encryptedStore(inner, { keys });
    const seed = { refreshToken: server.issueRefreshToken("vault") };
    const tokens = createTokenManager({ refresh, store, seed });
    await expect(tokens.get()).rejects.toMatchObject({ code: "store_failed" });
    expect(server.counters("vault").tokenRequests).toBe(0);
  });
});

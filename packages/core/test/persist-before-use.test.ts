import { describe, expect, test } from "vitest";
import { createTokenManager, memoryStore, type TokenStore } from "../src/index.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

/** A memory store whose commits and claims first do what a test wants. */
function storeThat(before: {
  commit?: () => Promise<void>;
  claim?: () => Promise<void>;
}): TokenStore {
  const inner = memoryStore();
  return {
    read: () => inner.read(),
    async claim(revision, lease) {
      await before.claim?.();
      const claim = await inner.claim(revision, lease);
      return (
        claim && {
          ...claim,
          async commit(next) {
            await before.commit?.();
            return claim.commit(next);
          },
        }
      );
    },
  };
}

describe("P2: tokens are stored before they are used", () => {
  test("nobody gets an access token while its commit is underway", async () => {
    const endpoint = new StrictEndpoint();
    const written = gate();
    const reached = gate();
    const store = storeThat({
      commit: () => {
        reached.open();
        return written.passed;
      },
    });
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    let answered = false;
    const got = tokens.get().finally(() => {
      answered = true;
    });
    await reached.passed;
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    expect(tokens.peek()).toBeUndefined();
    written.open();
    expect((await got).accessToken).toBe("a1");
  });

  test("a store that cannot be written costs no refresh token", async () => {
    const endpoint = new StrictEndpoint();
    const store = storeThat({ claim: () => Promise.reject(new Error("EROFS")) });
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    await expect(tokens.get()).rejects.toMatchObject({ code: "store_failed", kind: "store" });
    expect(endpoint.received).toEqual([]);
  });

  test("tokens that cannot be saved are kept, and saved by the next call without a refresh", async () => {
    const endpoint = new StrictEndpoint();
    let full = true;
    const store = storeThat({
      commit: async () => {
        if (full) throw new Error("ENOSPC");
      },
    });
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    await expect(tokens.get()).rejects.toMatchObject({ code: "not_persisted" });
    full = false;
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(endpoint.received).toEqual(["r0"]);
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
  });
});

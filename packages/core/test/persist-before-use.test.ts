import { describe, expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import { createTokenManager, memoryStore, type TokenEvent, type TokenStore } from "../src/index.ts";
import type { TokenRecord } from "../src/store.ts";
import { useFakeClock } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

/** A memory store that runs functions of the test before commits and claims. */
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

function nextTick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("P2: tokens are stored before they are used", () => {
  test("no caller gets an access token before its commit has succeeded", async () => {
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
    expect(adapterView(tokens).peek()).toBeUndefined();
    written.open();
    expect((await got).accessToken).toBe("a1");
  });

  /** A memory store whose claims have a journal, and the operations that were called. */
  function journaling(journal: () => void) {
    const inner = memoryStore();
    const written: (TokenRecord | undefined)[] = [];
    const store: TokenStore = {
      read: () => inner.read(),
      async claim(revision, lease) {
        const claim = await inner.claim(revision, lease);
        if (!claim) return undefined;
        return {
          ...claim,
          journal(next) {
            written.push(next);
            journal();
          },
          async commit(next) {
            await nextTick();
            written.push(next);
            return claim.commit(next);
          },
        };
      },
    };
    return { store, written };
  }

  test("a response is journaled synchronously, before anything else happens to it", async () => {
    const { store, written } = journaling(() => {});
    let inTick: Promise<number> | undefined;
    const refresh = async () => {
      await nextTick();
      inTick = nextTick().then(() => written.length);
      return { accessToken: "a1", refreshToken: "r1" };
    };
    const tokens = createTokenManager({ refresh, store, seed });
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(await inTick).toBe(1);
    expect(written).toHaveLength(2);
    expect(written[0]).toStrictEqual(await store.read());
    // The journaled record and the committed one are identical.
    expect(JSON.stringify(written[1])).toBe(JSON.stringify(written[0]));
  });

  test("a journal that cannot be written does not prevent the commit", async () => {
    const { store } = journaling(() => {
      throw new Error("ENOSPC");
    });
    const { refresh } = new StrictEndpoint();
    expect((await createTokenManager({ refresh, store, seed }).get()).accessToken).toBe("a1");
  });

  test("a connection that drops once, at the read, the claim and the commit, fails no caller", async () => {
    const endpoint = new StrictEndpoint();
    const failing = new Set(["read", "claim", "commit"]);
    const fail = async (what: string) => {
      if (failing.delete(what)) throw new Error("ECONNRESET");
    };
    const inner = storeThat({ claim: () => fail("claim"), commit: () => fail("commit") });
    const store: TokenStore = { ...inner, read: () => fail("read").then(() => inner.read()) };
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(failing.size).toBe(0);
    expect(endpoint.received).toEqual(["r0"]);
  });

  test("if the store cannot be written, no refresh token is spent", async () => {
    const endpoint = new StrictEndpoint();
    const store = storeThat({ claim: () => Promise.reject(new Error("EROFS")) });
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    await expect(tokens.get()).rejects.toMatchObject({ code: "store_failed", kind: "store" });
    expect(endpoint.received).toEqual([]);
  });
});

describe("P2: tokens that cannot be saved", () => {
  useFakeClock();

  /** A refresh that cannot be saved until `free` is called. */
  async function unsaved() {
    const endpoint = new StrictEndpoint();
    const disk = { isFull: true };
    const store = storeThat({
      commit: async () => {
        if (disk.isFull) throw new Error("ENOSPC");
      },
    });
    const events: TokenEvent["type"][] = [];
    const tokens = createTokenManager({
      refresh: endpoint.refresh,
      store,
      seed,
      onEvent: ({ type }) => events.push(type),
    });
    await expect(tokens.get()).rejects.toMatchObject({ code: "not_persisted" });
    const free = () => {
      disk.isFull = false;
    };
    return { endpoint, store, tokens, events, free };
  }

  test("are kept in memory, and saved by the next call without a refresh", async () => {
    const { endpoint, store, tokens, free } = await unsaved();
    expect(tokens.unsaved).toMatchObject({ refreshToken: "r1" });
    free();
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(tokens.unsaved).toBeUndefined();
    expect(endpoint.received).toEqual(["r0"]);
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
  });

  test("are saved as soon as possible, even without a call, with one event for all retries", async () => {
    const { endpoint, store, tokens, events, free } = await unsaved();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(events).toEqual(["not_persisted"]);
    free();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(adapterView(tokens).peek()?.accessToken).toBe("a1");
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
    expect(events).toEqual(["not_persisted", "refreshed"]);
    expect(endpoint.received).toEqual(["r0"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("are saved by close(), which rejects if that fails", async () => {
    const { store, tokens, free } = await unsaved();
    free();
    await tokens[Symbol.asyncDispose]();
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
    const lost = await unsaved();
    await expect(lost.tokens[Symbol.asyncDispose]()).rejects.toMatchObject({
      code: "not_persisted",
    });
    expect(lost.tokens.unsaved).toMatchObject({ refreshToken: "r1" });
    expect(vi.getTimerCount()).toBe(0);
  });
});

import { describe, expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import { createTokenManager, memoryStore, type TokenEvent, type TokenStore } from "../src/index.ts";
import type { TokenRecord } from "../src/store.ts";
import { useFakeClock } from "./fake-clock.ts";
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

function nextTick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
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
    expect(adapterView(tokens).peek()).toBeUndefined();
    written.open();
    expect((await got).accessToken).toBe("a1");
  });

  /** A memory store whose claims have a journal, and what was done with them. */
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

  test("a reply is written in the tick in which it came, before anything else happens to it", async () => {
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
    // What a successor finds is what is committed, to the letter.
    expect(JSON.stringify(written[1])).toBe(JSON.stringify(written[0]));
  });

  test("a journal that cannot be written does not keep the commit from trying", async () => {
    const { store } = journaling(() => {
      throw new Error("ENOSPC");
    });
    const { refresh } = new StrictEndpoint();
    expect((await createTokenManager({ refresh, store, seed }).get()).accessToken).toBe("a1");
  });

  test("a connection that is cut once, at the read, the claim and the commit, fails nobody", async () => {
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

  test("a store that cannot be written costs no refresh token", async () => {
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

  test("are kept, and saved by the next call without a refresh", async () => {
    const { endpoint, store, tokens, free } = await unsaved();
    expect(tokens.unsaved).toMatchObject({ refreshToken: "r1" });
    free();
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(tokens.unsaved).toBeUndefined();
    expect(endpoint.received).toEqual(["r0"]);
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
  });

  test("are saved as soon as it can be, also when nobody calls; nobody is told of each try", async () => {
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

  test("are tried a last time at the end, which says so when it fails", async () => {
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

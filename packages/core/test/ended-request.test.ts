import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  createTokenManager,
  memoryStore,
  type TokenManagerOptions,
  type TokenStore,
} from "../src/index.ts";
import { settled, useStoppedClock } from "./stopped-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };
const never = new Promise<never>(() => {});

/** Simulates the end of a request in Cloudflare Workers: its timers and its I/O stop for good. */
const endRequest = () => vi.clearAllTimers();

/** A store that runs a function at the first call of one of its operations. */
function storeThat(operation: "read" | "claim" | "commit", first: () => Promise<void>) {
  const inner = memoryStore();
  let isFirst = true;
  const before = async (name: string) => {
    if (name !== operation || !isFirst) return;
    isFirst = false;
    await first();
  };
  const store: TokenStore = {
    ...inner,
    read: () => before("read").then(() => inner.read()),
    async claim(...of) {
      await before("claim");
      const won = await inner.claim(...of);
      const commit: NonNullable<typeof won>["commit"] = async (next) => {
        await before("commit");
        return won?.commit(next) ?? false;
      };
      return won && { ...won, commit };
    },
  };
  return store;
}

describe("P4: in Cloudflare Workers, where promises stop with the request that created them", () => {
  useStoppedClock();
  beforeEach(() => {
    vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
    // `crypto.subtle` would take real time to hash the seed.
    vi.stubGlobal("crypto", undefined);
  });
  afterEach(() => void vi.unstubAllGlobals());

  /** Ends the first request when it has `reached` a point, and then gets tokens in a second request. */
  async function later(options: Partial<TokenManagerOptions>, reached: Promise<unknown>) {
    const endpoint = new StrictEndpoint();
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed, ...options });
    void tokens.get();
    await reached;
    endRequest();
    const [outcome] = await settled([tokens.get()]);
    return { endpoint, tokens, outcome };
  }

  const firstTokens = { status: "fulfilled", value: { accessToken: "a1" } };

  test("P1: after a request that ended during a refresh, the token is sent again as in doubt", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next("hang");
    const { refresh } = endpoint;
    const store = memoryStore();
    const { outcome } = await later({ refresh, store }, endpoint.calls(1));
    expect(outcome).toMatchObject(firstTokens);
    expect(endpoint.received).toEqual(["r0", "r0"]);
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
  });

  test("P1: the same applies if another request was already waiting", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next("hang");
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    void tokens.get();
    await endpoint.calls(1);
    endRequest();
    // The timers of the waiting request must not stop with the others.
    const calls = [tokens.get(), tokens.get({ signal: new AbortController().signal })];
    expect(await settled(calls)).toMatchObject([firstTokens, firstTokens]);
    expect(endpoint.received).toEqual(["r0", "r0"]);
  });

  test("P2: a later request stores new tokens that were not stored yet", async () => {
    const reached = gate();
    const store = storeThat("commit", () => {
      reached.open();
      return never;
    });
    const { endpoint, outcome } = await later({ store }, reached.passed);
    expect(outcome).toMatchObject(firstTokens);
    expect(endpoint.received).toEqual(["r0"]);
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
  });

  test.each(["read", "claim"] as const)(
    "a later request calls the store's %s again",
    async (operation) => {
      const reached = gate();
      const store = storeThat(operation, () => {
        reached.open();
        return never;
      });
      const { endpoint, outcome } = await later({ store }, reached.passed);
      expect(outcome).toMatchObject(firstTokens);
      expect(endpoint.received).toEqual(["r0"]);
    },
  );

  test("a later request calls the seed function again", async () => {
    const reached = gate();
    let isFirst = true;
    const ask = async () => {
      reached.open();
      if (isFirst) {
        isFirst = false;
        await never;
      }
      return seed;
    };
    const { outcome } = await later({ seed: ask }, reached.passed);
    expect(outcome).toMatchObject(firstTokens);
  });

  test("P3: a login is stored even if the request of the previous login ended", async () => {
    const reached = gate();
    const store = storeThat("commit", () => {
      reached.open();
      return never;
    });
    const tokens = createTokenManager({ refresh: new StrictEndpoint().refresh, store });
    void tokens.set({ accessToken: "first" });
    await reached.passed;
    endRequest();
    // It is not known whether the claim was used, so only its lease ends it.
    const calls = [tokens.set({ accessToken: "second" })];
    expect(await settled(calls)).toMatchObject([{ status: "fulfilled" }]);
    expect((await store.read())?.tokens?.accessToken).toBe("second");
  });

  test("P1: a slow refresh is not repeated while its request continues", async () => {
    const endpoint = new StrictEndpoint();
    const slow = gate();
    endpoint.next(() => slow.passed);
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const calls = [tokens.get(), tokens.get()];
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(9_000);
    slow.open();
    expect(await settled(calls)).toMatchObject([firstTokens, firstTokens]);
    expect(endpoint.received).toEqual(["r0"]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

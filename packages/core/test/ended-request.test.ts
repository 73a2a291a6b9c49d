import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  createTokenManager,
  memoryStore,
  type TokenManagerOptions,
  type TokenStore,
} from "../src/index.ts";
import { settled, useStoppedClock } from "./settling.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };
const never = new Promise<never>(() => {});

/** What Cloudflare Workers does when a request ends: its timers never fire, and its I/O never answers. */
const endRequest = () => vi.clearAllTimers();

/** A store that does what a test says at the first call of one of its operations. */
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

describe("P4: in Cloudflare Workers, where promises end with the request that began them", () => {
  useStoppedClock();
  beforeEach(() => {
    vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
    // Its hash of the seed would take real time.
    vi.stubGlobal("crypto", undefined);
  });
  afterEach(() => void vi.unstubAllGlobals());

  /** The first request of an isolate, which ends while `reached` something; a later one asks then. */
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

  test("P1: a refresh whose request ended in the middle is in doubt, and the token is sent again", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next("hang");
    const { refresh } = endpoint;
    const store = memoryStore();
    const { outcome } = await later({ refresh, store }, endpoint.calls(1));
    expect(outcome).toMatchObject(firstTokens);
    expect(endpoint.received).toEqual(["r0", "r0"]);
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
  });

  test("P1: so it is for a request that was already waiting", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next("hang");
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    void tokens.get();
    await endpoint.calls(1);
    endRequest();
    // Its timers are its own.
    const calls = [tokens.get(), tokens.get({ signal: new AbortController().signal })];
    expect(await settled(calls)).toMatchObject([firstTokens, firstTokens]);
    expect(endpoint.received).toEqual(["r0", "r0"]);
  });

  test("P2: new tokens that were about to be stored are stored by a later request", async () => {
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

  test.each(["read", "claim"] as const)("the store's %s is asked for again", async (operation) => {
    const reached = gate();
    const store = storeThat(operation, () => {
      reached.open();
      return never;
    });
    const { endpoint, outcome } = await later({ store }, reached.passed);
    expect(outcome).toMatchObject(firstTokens);
    expect(endpoint.received).toEqual(["r0"]);
  });

  test("the seed is asked for again", async () => {
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

  test("P3: a login is stored although the request of the one before it ended", async () => {
    const reached = gate();
    const store = storeThat("commit", () => {
      reached.open();
      return never;
    });
    const tokens = createTokenManager({ refresh: new StrictEndpoint().refresh, store });
    void tokens.set({ accessToken: "first" });
    await reached.passed;
    endRequest();
    // Nobody knows what it has done with its claim: the lease ends it.
    const calls = [tokens.set({ accessToken: "second" })];
    expect(await settled(calls)).toMatchObject([{ status: "fulfilled" }]);
    expect((await store.read())?.tokens?.accessToken).toBe("second");
  });

  test("P1: a refresh that is slow is waited for while its request goes on", async () => {
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

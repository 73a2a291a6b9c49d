import { describe, expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import {
  createTokenManager,
  memoryStore,
  type RefreshFunction,
  type TokenStore,
} from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

describe("P4: every caller gets a result", () => {
  useFakeClock();

  test("the abort of one caller affects no other, and rejects with its own reason", async () => {
    const endpoint = new StrictEndpoint();
    const slow = gate();
    endpoint.next(() => slow.passed);
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const abort = new AbortController();
    const nine = Array.from({ length: 9 }, () => tokens.get());
    const aborted = tokens.get({ signal: abort.signal });
    abort.abort("mine");
    await expect(aborted).rejects.toBe("mine");
    slow.open();
    const sets = await Promise.all(nine);
    expect(sets.map((set) => set.accessToken)).toEqual(Array(9).fill("a1"));
  });

  test("a caller that is already aborted starts no refresh", async () => {
    const endpoint = new StrictEndpoint();
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    await expect(tokens.get({ signal: AbortSignal.abort("early") })).rejects.toBe("early");
    expect(endpoint.received).toEqual([]);
  });

  test("if the token endpoint hangs, all callers get a result by the deadline, and a refresh succeeds after the time limit of the request", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next("hang");
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const settled = Promise.allSettled([tokens.get(), tokens.get()]);
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await settled).toMatchObject([
      { reason: { code: "timeout", kind: "transient" } },
      { reason: { code: "timeout" } },
    ]);
    await vi.advanceTimersByTimeAsync(15_000);
    const next = tokens.get();
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await next).accessToken).toBe("a1");
  });

  test("by the deadline if the store hangs", async () => {
    const store: TokenStore = { ...memoryStore(), read: () => new Promise(() => {}) };
    const tokens = createTokenManager({
      refresh: new StrictEndpoint().refresh,
      store,
      seed,
      refreshDeadline: 2_000,
    });
    const failed = expect(tokens.get()).rejects.toMatchObject({ code: "timeout" });
    await vi.advanceTimersByTimeAsync(2_000);
    await failed;
  });

  test("by the deadline if another process keeps its claim", async () => {
    const store = memoryStore();
    await store.claim(0, { duration: 3_600_000 });
    const tokens = createTokenManager({ refresh: new StrictEndpoint().refresh, store, seed });
    const failed = expect(tokens.get()).rejects.toMatchObject({ code: "timeout" });
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
  });

  test("a request that starts as its callers give up continues, and the next caller gets its tokens", async () => {
    const endpoint = new StrictEndpoint();
    const answer = gate();
    endpoint.next(() => answer.passed);
    // Like `fetch`, it rejects when its signal aborts, but the token endpoint still responds.
    const refresh: RefreshFunction = (current, { signal }) => {
      const aborted = new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      });
      return Promise.race([endpoint.refresh(current, { signal }), aborted]);
    };
    const store = memoryStore();
    const other = await store.claim(0, { duration: 60_000 });
    const tokens = createTokenManager({ refresh, store, seed });
    const failed = expect(tokens.get()).rejects.toMatchObject({ code: "timeout" });
    await vi.advanceTimersByTimeAsync(9_000);
    await other?.release();
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(1_000);
    await failed;
    const next = tokens.get();
    await vi.advanceTimersByTimeAsync(1_000);
    answer.open();
    expect((await next).accessToken).toBe("a1");
    expect(endpoint.received).toEqual(["r0"]);
  });

  test("a disposed manager rejects with `disposed`", async () => {
    const endpoint = new StrictEndpoint();
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    await tokens.get();
    await tokens[Symbol.asyncDispose]();
    expect(adapterView(tokens).peek()).toBeUndefined();
    await expect(tokens.get()).rejects.toMatchObject({ code: "disposed" });
    await expect(tokens.set({ accessToken: "a" })).rejects.toMatchObject({ code: "disposed" });
  });
});

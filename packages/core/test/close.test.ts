import { describe, expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import { createTokenManager, createTokenManagerPool, memoryStore } from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

/** An account with a running request. */
async function refreshing() {
  const endpoint = new StrictEndpoint();
  const slow = gate();
  endpoint.next(() => slow.passed);
  const store = memoryStore();
  const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
  const got = tokens.get();
  got.catch(() => {});
  await endpoint.calls(1);
  return { endpoint, store, tokens, got, answer: slow.open };
}

describe("P2: close()", () => {
  useFakeClock();

  test("waits for the response to a running request, and stores it", async () => {
    const { store, tokens, got, answer } = await refreshing();
    const closed = tokens.close();
    answer();
    await closed;
    expect((await got).accessToken).toBe("a1");
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
    await expect(tokens.get()).rejects.toMatchObject({ code: "disposed" });
    expect(adapterView(tokens).peek()).toBeUndefined();
  });

  test("waits for it even if the callers have given up", async () => {
    const { store, tokens, got, answer } = await refreshing();
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(got).rejects.toMatchObject({ code: "timeout" });
    const closed = tokens.close();
    await vi.advanceTimersByTimeAsync(5_000);
    answer();
    await closed;
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
  });

  test("rejects if no response comes within the deadline; a later response is still stored", async () => {
    const { store, tokens, answer } = await refreshing();
    const closed = expect(tokens.close()).rejects.toMatchObject({
      code: "timeout",
      message: expect.stringContaining("still in progress"),
    });
    await vi.advanceTimersByTimeAsync(10_000);
    await closed;
    answer();
    await vi.waitUntil(async () => (await store.read())?.tokens, { interval: 1 });
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
  });

  test("may be called twice, and is what `await using` calls", async () => {
    const { tokens, answer } = await refreshing();
    answer();
    await Promise.all([tokens.close(), tokens.close(), tokens[Symbol.asyncDispose]()]);
  });

  test("of a pool closes all managers, even if one of them fails", async () => {
    const endpoints = new Map([
      ["a", new StrictEndpoint()],
      ["b", new StrictEndpoint()],
    ]);
    const store = { a: memoryStore(), b: memoryStore() };
    const slow = gate();
    endpoints.get("a")?.next("hang");
    endpoints.get("b")?.next(() => slow.passed);
    const pool = createTokenManagerPool((account) => ({
      refresh: endpoints.get(account)?.refresh ?? new StrictEndpoint().refresh,
      store: account === "a" ? store.a : store.b,
      seed,
    }));
    for (const account of ["a", "b"])
      pool
        .get(account)
        .get()
        .catch(() => {});
    await Promise.all([...endpoints.values()].map((endpoint) => endpoint.calls(1)));
    const closed = expect(pool.close()).rejects.toMatchObject({ code: "timeout", account: "a" });
    await vi.advanceTimersByTimeAsync(5_000);
    slow.open();
    await vi.advanceTimersByTimeAsync(5_000);
    await closed;
    expect((await store.b.read())?.tokens?.refreshToken).toBe("r1");
  });
});

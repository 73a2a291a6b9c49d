import { describe, expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import { createTokenManager, createTokenManagerPool, memoryStore } from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };
const disposed = { name: "TokenError", code: "disposed", kind: "misuse" };

/** A memory store whose commits wait until the test allows them. */
function storeWithSlowCommits() {
  const inner = memoryStore();
  const state = { commit: Promise.resolve(), isBroken: false };
  const claim: typeof inner.claim = async (...of) => {
    const won = await inner.claim(...of);
    if (!won) return undefined;
    return {
      ...won,
      async commit(next) {
        if (state.isBroken) throw new Error("ENOSPC");
        await state.commit;
        return won.commit(next);
      },
    };
  };
  return { store: { ...inner, claim }, state };
}

describe("P10: after close()", () => {
  useFakeClock();

  test.each([
    ["while it is valid", 3_600_000],
    ["while it is about to expire", 20_000],
  ])("no call returns an access token %s", async (_, age) => {
    const endpoint = new StrictEndpoint();
    endpoint.lifetime = 3_620_000;
    const store = memoryStore();
    const revoke = vi.fn(async () => {});
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed, revoke });
    const set = await tokens.get();
    vi.setSystemTime(Date.now() + endpoint.lifetime - age);
    const closed = tokens.close();
    const calls = () => [
      tokens.get(),
      tokens.get({ fresh: true }),
      tokens.renew(set),
      tokens.renew({ accessToken: "older" }),
      tokens.set({ accessToken: "a9" }),
      tokens.clear(),
      tokens.revoke(),
    ];
    // The pool must reject at once, not only when all managers are closed.
    for (const call of calls()) await expect(call).rejects.toMatchObject(disposed);
    expect(adapterView(tokens).peek()).toBeUndefined();
    await closed;
    for (const call of calls()) await expect(call).rejects.toMatchObject(disposed);
    expect(adapterView(tokens).peek()).toBeUndefined();
    expect(revoke).not.toHaveBeenCalled();
    expect(endpoint.received).toEqual(["r0"]);
    expect((await store.read())?.tokens).toMatchObject(set);
  });

  test("tokens that close() has saved are only in the store", async () => {
    const { store, state } = storeWithSlowCommits();
    const { refresh } = new StrictEndpoint();
    const tokens = createTokenManager({ refresh, store, seed, refreshAhead: true });
    state.isBroken = true;
    await expect(tokens.get()).rejects.toMatchObject({ code: "not_persisted" });
    state.isBroken = false;
    await tokens.close();
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
    expect(adapterView(tokens).peek()).toBeUndefined();
    await expect(tokens.get()).rejects.toMatchObject(disposed);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("the cool-down of a rejected token is not stored", async () => {
    const store = memoryStore();
    const tokens = createTokenManager({ refresh: new StrictEndpoint().refresh, store, seed });
    const set = await tokens.get();
    await tokens.close();
    const before = await store.read();
    adapterView(tokens).coolDown(set);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await store.read()).toEqual(before);
  });

  test("earlier callers get their tokens, with and without a signal", async () => {
    const endpoint = new StrictEndpoint();
    const slow = gate();
    endpoint.next(() => slow.passed);
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const { signal } = new AbortController();
    const calls = [tokens.get(), tokens.get({ signal })];
    await endpoint.calls(1);
    const closed = tokens.close();
    slow.open();
    expect(await Promise.all(calls)).toMatchObject([{ accessToken: "a1" }, { accessToken: "a1" }]);
    await closed;
  });
});

describe("P10: after close() of a pool", () => {
  function poolOf(endpoint: StrictEndpoint) {
    return createTokenManagerPool(() => ({
      refresh: endpoint.refresh,
      store: memoryStore(),
      seed,
    }));
  }

  test("no account gets a manager", async () => {
    const pool = poolOf(new StrictEndpoint());
    const manager = pool.get("a");
    await manager.get();
    const closed = pool.close();
    for (const account of ["a", "b"]) {
      expect(() => pool.get(account)).toThrowError(
        expect.objectContaining({ ...disposed, account }),
      );
    }
    await closed;
    expect(() => pool.get("a")).toThrowError(expect.objectContaining(disposed));
    await expect(manager.get()).rejects.toMatchObject(disposed);
    expect(pool.size).toBe(0);
  });

  test("P2: a second close() waits for the same refresh", async () => {
    const endpoint = new StrictEndpoint();
    const slow = gate();
    endpoint.next(() => slow.passed);
    const pool = poolOf(endpoint);
    const got = pool.get("a").get();
    await endpoint.calls(1);
    const order: string[] = [];
    const closed = [pool.close(), pool[Symbol.asyncDispose]()].map((one) =>
      Promise.resolve(one).then(() => order.push("closed")),
    );
    await new Promise((resolve) => setImmediate(resolve));
    order.push("answered");
    slow.open();
    await Promise.all([got, ...closed]);
    expect(order).toEqual(["answered", "closed", "closed"]);
  });
});

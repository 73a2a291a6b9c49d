import { describe, expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import { createTokenManager, memoryStore, type TokenStore } from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

describe("P1: a refresh token is spent once", () => {
  useFakeClock();

  test("by 200 callers that notice the expiry together", async () => {
    const endpoint = new StrictEndpoint();
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const first = await tokens.get();
    const renewed = await Promise.all(Array.from({ length: 200 }, () => tokens.renew(first)));
    expect(new Set(renewed.map((set) => set.accessToken))).toEqual(new Set(["a2"]));
    expect(endpoint.received).toEqual(["r0", "r1"]);
  });

  test("with one read of the store for all callers of a process", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const read = vi.spyOn(store, "read");
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    await Promise.all(Array.from({ length: 200 }, () => tokens.get()));
    expect(read).toHaveBeenCalledTimes(1);
  });

  test("by 20 managers on one store", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const managers = Array.from({ length: 20 }, () =>
      createTokenManager({ refresh: endpoint.refresh, store, seed }),
    );
    const sets = await Promise.all(managers.map((tokens) => tokens.get()));
    expect(new Set(sets.map((set) => set.accessToken))).toEqual(new Set(["a1"]));
    expect(endpoint.received).toEqual(["r0"]);
  });

  test("and once more, at once, if the response was lost without a rotation", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(new TypeError("terminated"));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(endpoint.received).toEqual(["r0", "r0"]);
  });

  test("and again with back-off while no response comes, by one process at a time", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(...Array<Error>(5).fill(new TypeError("terminated")));
    const store = memoryStore();
    const options = { refresh: endpoint.refresh, store, seed };
    const processes = Array.from({ length: 4 }, () => createTokenManager(options));
    const failed = Promise.allSettled(processes.map((tokens) => tokens.get()));
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(9_900);
    for (const outcome of await failed) {
      const retryAt = expect.any(Number);
      expect(outcome).toMatchObject({ reason: { code: "in_doubt", kind: "in_doubt", retryAt } });
    }
    // Without a wait, and after 1, 2 and 4 s.
    expect(endpoint.received).toEqual(Array(5).fill("r0"));
    await vi.advanceTimersByTimeAsync(10_000);
    const got = await Promise.all(processes.map((tokens) => tokens.get()));
    expect(new Set(got.map(({ accessToken }) => accessToken))).toEqual(new Set(["a1"]));
    expect(endpoint.received).toHaveLength(6);
  });

  test("after a response that was lost with a rotation, the retry shows that the token is dead", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next("lost");
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const dead = {
      code: "invalid_grant",
      kind: "terminal",
      message: expect.stringContaining("An earlier request with it had no answer"),
    };
    await expect(tokens.get()).rejects.toMatchObject(dead);
    await expect(tokens.get()).rejects.toMatchObject(dead);
    expect(endpoint.received).toEqual(["r0", "r0"]);
  });

  test("if a claimant vanishes, the token is sent again once, after its lease", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    await store.claim(0, { duration: 3_000 });
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    const got = tokens.get();
    await vi.advanceTimersByTimeAsync(2_900);
    expect(endpoint.received).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect((await got).accessToken).toBe("a1");
    expect((await store.read())?.revision).toBe(2);
  });

  test("claimants that vanish do not disturb a grant without a refresh token", async () => {
    const store = memoryStore();
    const refresh = vi.fn(async () => ({ accessToken: `a${refresh.mock.calls.length}` }));
    const tokens = createTokenManager({ refresh, store });
    for (const revision of [0, 1, 2, 3]) {
      await store.claim(revision, { duration: 0 });
      const held = adapterView(tokens).peek();
      await (held ? tokens.renew(held) : tokens.get());
    }
    expect(refresh).toHaveBeenCalledTimes(4);
  });

  test("a process that was suspended between two attempts does not use its old claim", async () => {
    const endpoint = new StrictEndpoint();
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    endpoint.next(refused);
    const store = memoryStore();
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    const failed = expect(tokens.get()).rejects.toMatchObject({ code: "unreachable" });
    await endpoint.calls(1);
    vi.setSystemTime(Date.now() + 60_000);
    await vi.advanceTimersByTimeAsync(1_000);
    await failed;
    expect(endpoint.received).toEqual(["r0"]);
    expect(await store.claim(0, { duration: 0 })).not.toHaveProperty("abandoned");
  });

  test("a cool-down that is stored after a claimant vanished does not hide that the token may be spent", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    const first = await tokens.get();
    await store.claim(1, { duration: 0 });
    adapterView(tokens).coolDown(first);
    await vi.waitFor(async () => expect(await store.read()).toHaveProperty("coolsUntil"));
    expect(await store.read()).toMatchObject({ unanswered: 1, retry: { code: "in_doubt" } });
  });

  test("after two claimants that vanish before they send, the token still works", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    const first = await tokens.get();
    await store.claim(1, { duration: 0 });
    const second = await tokens.renew(first);
    await store.claim(3, { duration: 0 });
    expect((await tokens.renew(second)).accessToken).toBe("a3");
    expect(endpoint.received).toEqual(["r0", "r1", "r2"]);
  });

  test.each([
    ["was suspended for longer than its lease", 60_000, {}],
    ["was suspended for longer than the shorter lease of its store", 6_000, { lease: 5_000 }],
    ["runs while the clock is set back by more than its lease", -60_000, {}],
  ])("a process that %s sends nothing under its claim", async (_, jump, given) => {
    const endpoint = new StrictEndpoint();
    const suspended = gate();
    const resumed = gate();
    const inner = memoryStore();
    let claims = 0;
    const claimsAtSend: number[] = [];
    endpoint.next(async () => void claimsAtSend.push(claims));
    const store: TokenStore = {
      read: () => inner.read(),
      async claim(revision, lease) {
        const claim = await inner.claim(revision, lease);
        claims++;
        suspended.open();
        if (claims > 1) return claim;
        await resumed.passed;
        // Another process has taken over meanwhile, and has released its claim.
        return claim && { ...claim, ...given, extend: async () => false };
      },
    };
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    const got = tokens.get();
    await suspended.passed;
    vi.setSystemTime(Date.now() + jump);
    resumed.open();
    expect((await got).accessToken).toBe("a1");
    expect(claimsAtSend).toEqual([2]);
  });
});

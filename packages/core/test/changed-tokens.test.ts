import { describe, expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import {
  createTokenManager,
  memoryStore,
  type RefreshContext,
  type TokenSet,
  type TokenStore,
} from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

const login = { accessToken: "", refreshToken: "r0", extra: { user: { id: 7 } } };

/** Changes its argument, as a function in JavaScript can. */
function changing(change: (current: Mutable<TokenSet>) => void, then: () => Promise<void>) {
  const endpoint = new StrictEndpoint();
  const refresh = async (current: TokenSet | undefined, context: RefreshContext) => {
    const fresh = await endpoint.refresh(current, context);
    if (current) change(current);
    await then();
    return fresh;
  };
  return { endpoint, refresh };
}

/** A store that returns a new object at each read, like a store that keeps text. */
function storeOfTexts(): TokenStore {
  const inner = memoryStore();
  const read = async () => {
    const record = await inner.read();
    return record && JSON.parse(JSON.stringify(record));
  };
  return { read, claim: inner.claim };
}

describe("P2: a refresh function that changes its argument", () => {
  useFakeClock();

  test.each([
    ["in memory", memoryStore],
    ["elsewhere", storeOfTexts],
  ])(
    "does not prevent that new tokens are stored %s, if it responds after its time limit",
    async (_, make) => {
      const slow = gate();
      const { endpoint, refresh } = changing(
        (current) => {
          current.refreshToken = "changed";
          current.extra = { user: "changed" };
        },
        () => slow.passed,
      );
      const store = make();
      const sendDeadline = 2_000;
      const tokens = createTokenManager({ refresh, store, refreshDeadline: 1_000, sendDeadline });
      await tokens.set(login);
      const failed = expect(tokens.get()).rejects.toMatchObject({ code: "timeout" });
      await endpoint.calls(1);
      await vi.advanceTimersByTimeAsync(2_500);
      await failed;
      expect((await store.read())?.tokens).toEqual(login);
      slow.open();
      await vi.waitUntil(async () => (await store.read())?.tokens?.accessToken, { interval: 1 });
      expect((await store.read())?.tokens?.refreshToken).toBe("r1");
      expect((await tokens.get()).accessToken).toBe("a1");
      expect(endpoint.received).toEqual(["r0"]);
    },
  );

  test("does not throw, because its response would be lost", async () => {
    const { endpoint, refresh } = changing(
      (current) => {
        Object.assign(current, { accessToken: "changed", more: true });
        if (current.extra) Object.assign(current.extra, { more: true });
      },
      async () => {},
    );
    const tokens = createTokenManager({ refresh });
    await tokens.set(login);
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(endpoint.received).toEqual(["r0"]);
  });

  test("does not change the stored tokens if it fails", async () => {
    const { endpoint, refresh } = changing(
      (current) => {
        current.refreshToken = "changed";
      },
      () => Promise.reject(Object.assign(new Error("reset"), { code: "ECONNREFUSED" })),
    );
    const store = memoryStore();
    const tokens = createTokenManager({ refresh, store, refreshDeadline: 1_000 });
    await tokens.set(login);
    const failed = expect(tokens.get()).rejects.toMatchObject({ name: "TokenError" });
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(1_000);
    await failed;
    expect((await store.read())?.tokens).toEqual(login);
  });
});

describe("P3: a caller that changes the tokens", () => {
  /** Throws in a strict module, and does nothing in a sloppy script. */
  const change = (tokens: TokenSet | undefined) => {
    if (!tokens) return;
    Reflect.set(tokens, "accessToken", "changed");
    Reflect.set(tokens, "refreshToken", "changed");
    if (tokens.extra) Reflect.set(Object(tokens.extra.user), "id", "changed");
  };

  test("changes neither those of other callers nor the stored ones", async () => {
    const store = memoryStore();
    const revoked: TokenSet[] = [];
    const tokens = createTokenManager({
      refresh: new StrictEndpoint().refresh,
      store,
      revoke: async (current) => {
        revoked.push(structuredClone(current));
        change(current);
        throw new Error("reset");
      },
    });
    const set = { accessToken: "a0", refreshToken: "r0", extra: { user: { id: 7 } } };
    const given = structuredClone(set);
    const logged = tokens.set(given);
    change(given);
    await logged;
    change(await tokens.get());
    change(adapterView(tokens).peek());
    change((await store.read())?.tokens);
    await expect(tokens.revoke()).rejects.toMatchObject({ code: "unavailable" });
    expect(revoked).toEqual([set]);
    expect(await tokens.get()).toEqual(set);
    expect((await store.read())?.tokens).toEqual(set);
  });

  test("P2: does not change tokens that are not saved yet", async () => {
    const { claim, read } = memoryStore();
    const disk = { isFull: true };
    const store: TokenStore = {
      read,
      async claim(...of) {
        const won = await claim(...of);
        const commit: NonNullable<typeof won>["commit"] = async (next) => {
          if (disk.isFull) throw new Error("ENOSPC");
          return won?.commit(next) ?? false;
        };
        return won && { ...won, commit };
      },
    };
    const { refresh } = new StrictEndpoint();
    const tokens = createTokenManager({ refresh, store, seed: { refreshToken: "r0" } });
    await expect(tokens.get()).rejects.toMatchObject({ code: "not_persisted" });
    change(tokens.unsaved);
    disk.isFull = false;
    expect((await tokens.get()).accessToken).toBe("a1");
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
  });

  test("of a seed object does not change the seed", async () => {
    const endpoint = new StrictEndpoint();
    const seed = { refreshToken: "r0", extra: { user: { id: 7 } } };
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    seed.refreshToken = "changed";
    seed.extra.user.id = 8;
    await tokens.get();
    expect(endpoint.received).toEqual(["r0"]);
    expect(seed).toEqual({ refreshToken: "changed", extra: { user: { id: 8 } } });
  });
});

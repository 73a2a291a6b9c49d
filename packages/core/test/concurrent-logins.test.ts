import { describe, expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import {
  createTokenManager,
  memoryStore,
  TokenError,
  type TokenManagerOptions,
  type TokenSet,
} from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const login = { accessToken: "new", refreshToken: "fresh" };

/** An account during a refresh. `finish` lets the token endpoint respond. */
async function refreshing(options: Partial<TokenManagerOptions> = {}) {
  const endpoint = new StrictEndpoint();
  const slow = gate();
  endpoint.next(() => slow.passed);
  const store = memoryStore();
  const seed = { refreshToken: "r0" };
  const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed, ...options });
  const got = tokens.get();
  await endpoint.calls(1);
  const stored = async () => (await store.read())?.tokens;
  return { endpoint, store, tokens, got, finish: slow.open, stored };
}

describe("P3: of several set(), clear() and revoke() calls during a refresh, the last one wins", () => {
  useFakeClock();

  test("set()", async () => {
    const { tokens, got, finish, stored } = await refreshing();
    const set = tokens.set(login);
    finish();
    await Promise.all([got, set]);
    expect(await stored()).toEqual(login);
    expect(adapterView(tokens).peek()).toEqual(login);
  });

  test("clear()", async () => {
    const { tokens, got, finish, stored } = await refreshing();
    const cleared = tokens.clear();
    finish();
    await Promise.allSettled([got, cleared]);
    expect(await stored()).toBeUndefined();
    expect(adapterView(tokens).peek()).toBeUndefined();
  });

  test("revoke(), which revokes the new tokens of the refresh", async () => {
    const revoked: TokenSet[] = [];
    const revoke = async (tokens: TokenSet) => void revoked.push(tokens);
    const { tokens, got, finish, stored } = await refreshing({ revoke });
    const done = tokens.revoke();
    finish();
    await Promise.allSettled([got, done]);
    expect(revoked).toMatchObject([{ refreshToken: "r1" }]);
    expect(await stored()).toBeUndefined();
  });

  test.each([1, 2, 3, 4, 5])("for any number of concurrent calls (%i)", async (times) => {
    const { tokens, got, finish, stored } = await refreshing();
    const intents: Promise<void>[] = [];
    for (let turn = 0; turn < times; turn++) {
      intents.push(tokens.set({ accessToken: `a${turn}` }), tokens.clear());
    }
    intents.push(tokens.set(login));
    finish();
    await Promise.all([got, ...intents]);
    expect(await stored()).toEqual(login);
  });

  test("even if the store answers the first one last", async () => {
    const { store, tokens, got, finish, stored } = await refreshing();
    finish();
    await got;
    const { read } = store;
    const slow = gate();
    vi.spyOn(store, "read").mockImplementationOnce(() => slow.passed.then(read));
    const intents = [tokens.clear(), tokens.set(login)];
    await vi.advanceTimersByTimeAsync(100);
    slow.open();
    await Promise.all(intents);
    expect(await stored()).toEqual(login);
  });

  test("even if an earlier one has failed", async () => {
    const revoke = () => Promise.reject(new TokenError("unavailable", "503"));
    const { tokens, got, finish, stored } = await refreshing({ revoke });
    const failed = expect(tokens.revoke()).rejects.toMatchObject({ code: "unavailable" });
    const set = tokens.set(login);
    finish();
    await Promise.all([got, failed, set]);
    expect(await stored()).toEqual(login);
  });

  test("P4: it ends by the deadline if the token endpoint hangs, and still wins", async () => {
    const { tokens, got, stored } = await refreshing();
    const failed = expect(got).rejects.toMatchObject({ code: "timeout" });
    await vi.advanceTimersByTimeAsync(5_000);
    const set = tokens.set(login);
    await vi.advanceTimersByTimeAsync(6_000);
    await Promise.all([failed, set]);
    expect(await stored()).toEqual(login);
  });

  test("a login is saved even if the previous tokens could not be saved", async () => {
    const { endpoint, store, tokens, got, finish } = await refreshing();
    finish();
    await got;
    const { claim } = store;
    let failures = 2;
    store.claim = async (...of) => {
      const won = await claim(...of);
      return (
        won && {
          ...won,
          commit(next) {
            if (failures-- <= 0) return won.commit(next);
            return Promise.reject(new Error("ENOSPC"));
          },
        }
      );
    };
    await expect(tokens.renew(await tokens.get())).rejects.toMatchObject({ code: "not_persisted" });
    await tokens.set(login);
    expect((await store.read())?.tokens).toEqual(login);
    expect(endpoint.reuses).toBe(0);
  });
});

describe("revoke()", () => {
  test("calls the provider, then deletes the tokens, and the seed is not used again", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const revoke = vi.fn(async () => {});
    const seed = { refreshToken: "r0" };
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed, revoke });
    const set = await tokens.get();
    await tokens.revoke();
    expect(revoke).toHaveBeenCalledWith(set, { signal: expect.any(AbortSignal) });
    expect((await store.read())?.tokens).toBeUndefined();
    await expect(tokens.get()).rejects.toMatchObject({ name: "TokenError" });
    expect(endpoint.received).toEqual(["r0", undefined]);
  });

  test("keeps the tokens if the provider does not respond, so that it can be called again", async () => {
    const endpoint = new StrictEndpoint();
    const revoke = vi.fn().mockRejectedValueOnce(new Error("reset")).mockResolvedValue(undefined);
    const seed = { refreshToken: "r0" };
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed, revoke });
    await tokens.get();
    await expect(tokens.revoke()).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("revoke() again"),
    });
    expect(adapterView(tokens).peek()?.accessToken).toBe("a1");
    await tokens.revoke();
    expect(adapterView(tokens).peek()).toBeUndefined();
  });

  test("does not call the provider without tokens, and names the missing option", async () => {
    const revoke = vi.fn(async () => {});
    const { refresh } = new StrictEndpoint();
    await createTokenManager({ refresh, revoke }).revoke();
    expect(revoke).not.toHaveBeenCalled();
    await expect(createTokenManager({ refresh }).revoke()).rejects.toThrow('"revoke"');
  });
});

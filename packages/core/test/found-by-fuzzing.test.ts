import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import {
  createTokenManager,
  isTokenError,
  memoryStore,
  TokenError,
  type TokenStore,
} from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";

const seed = { accessToken: "a0", refreshToken: "r0" };

/** Creates a manager like a program without types. */
function managerOf(options: object) {
  const manager: ReturnType<typeof createTokenManager> = Reflect.apply(
    createTokenManager,
    undefined,
    [options],
  );
  return manager;
}

describe("P1: the refresh token is kept if a response", () => {
  test.each([undefined, "", null])("has %j as the next one", async (refreshToken) => {
    const store = memoryStore();
    const refresh = async () => ({
      accessToken: "a1",
      ...(refreshToken !== null && { refreshToken }),
    });
    await managerOf({ refresh, store, seed }).renew(seed);
    expect((await store.read())?.tokens).toEqual({ accessToken: "a1", refreshToken: "r0" });
  });
});

describe("P2: a store returns what was written to it:", () => {
  test.each([
    ["an end that never comes", { expiresAt: Infinity, refreshTokenExpiresAt: Infinity }, {}],
    ["a number that JSON has not", { extra: { big: 10n, user: "u" } }, { extra: { user: "u" } }],
    ["a date", { extra: { at: new Date(0) } }, { extra: { at: "1970-01-01T00:00:00.000Z" } }],
    ["a date for all of it", { extra: new Date(0) }, { extra: {} }],
    ["a JSON form of its own", { toJSON: () => ({ accessToken: 7 }) }, {}],
    [
      "nesting that is deep, and that would overflow the stack of a caller further in",
      { extra: { deep: nested(1_001), user: "u" } },
      { extra: { user: "u" } },
    ],
    ["nesting that is usual", { extra: { deep: nested(999) } }, { extra: { deep: nested(999) } }],
    [
      "nesting without end",
      { extra: { deep: nested(20_000), user: "u" } },
      { extra: { user: "u" } },
    ],
  ])("%s", async (_, odd, wanted) => {
    const store = memoryStore();
    await managerOf({ refresh: async () => ({ ...seed, accessToken: "a1", ...odd }), store }).get();
    const { tokens } = (await store.read()) ?? {};
    expect(tokens).toEqual({ ...seed, accessToken: "a1", ...wanted });
  });

  test("a getter that returns something else the second time is read only once", async () => {
    const values: unknown[] = ["a1", 7];
    const fickle = Object.defineProperty({}, "accessToken", { get: () => values.shift() });
    expect(await managerOf({ refresh: async () => fickle }).get()).toEqual({ accessToken: "a1" });
  });
});

describe("P4: every caller gets a TokenError", () => {
  useFakeClock();
  const refresh = async () => ({ accessToken: "a1" });

  test.each([
    ["reads an invalid record", { read: async () => ({ revision: "1" }) }, "store_damaged"],
    ["returns an invalid claim", { claim: async () => ({}) }, "store_failed"],
  ])("if a store %s, and no token is spent", async (_, broken, code) => {
    const spy = vi.fn(refresh);
    const tokens = managerOf({ refresh: spy, store: { ...memoryStore(), ...broken } });
    await expect(tokens.get()).rejects.toMatchObject({ name: "TokenError", code });
    expect(spy).not.toHaveBeenCalled();
  });

  test("about the failure itself if the claim cannot be released", async () => {
    const store = memoryStore();
    const claim: TokenStore["claim"] = async (...of) => {
      const won = await store.claim(...of);
      return won && Object.assign(won, { release: () => undefined });
    };
    const failing = () => Promise.reject(new TokenError("request_rejected", "no"));
    const tokens = managerOf({ refresh: failing, store: { ...store, claim } });
    await expect(tokens.get()).rejects.toMatchObject({ code: "request_rejected" });
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("no watches left");
      },
    ],
    ["returns a promise that rejects", () => Promise.reject(new Error("no connection"))],
    ["returns a number", () => 7],
  ])("because the store is polled if its subscribe %s", async (_, subscribe) => {
    const store = memoryStore();
    const others = await store.claim(0, { duration: 60_000 });
    const got = managerOf({ refresh, store: { ...store, subscribe } }).get();
    await vi.advanceTimersByTimeAsync(100);
    await others?.commit({ revision: 1, tokens: { accessToken: "theirs" }, obtainedAt: 1 });
    expect(await got).toEqual({ accessToken: "theirs" });
  });

  test("and an invalid time in a Retry-After does not lead to requests without a pause", async () => {
    const spy = vi.fn(() =>
      Promise.reject(new TokenError("unavailable", "503", { retryAt: Number.NaN })),
    );
    const failed = expect(managerOf({ refresh: spy }).get()).rejects.toMatchObject({
      code: "unavailable",
      retryAt: expect.any(Number),
    });
    await vi.waitUntil(() => spy.mock.calls.length > 0, { interval: 1 });
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
    expect(spy.mock.calls.length).toBeLessThan(6);
  });

  test("an object that has only the brand, or throws when it is read, is not a TokenError", () => {
    const brand = Symbol.for("@refresh-once/TokenError");
    expect(isTokenError({ [brand]: true })).toBe(false);
    const untouchable = Object.defineProperty({ [brand]: true }, "code", {
      get() {
        throw new Error("hands off");
      },
    });
    expect(isTokenError(untouchable)).toBe(false);
    expect(isTokenError(new TokenError("timeout", "late"))).toBe(true);
  });
});

describe("P6: no refresh for each request", () => {
  useFakeClock();

  test("with a token that expires as soon as it arrives: a 401 causes the refresh", async () => {
    const refresh = vi.fn(async () => ({ accessToken: "a1", expiresAt: Date.now() + 20 }));
    const tokens = createTokenManager({ refresh, refreshAhead: true });
    await tokens.get();
    await vi.advanceTimersByTimeAsync(60_000);
    await tokens.get();
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});

describe("P8: the cause of a failure shows no token", () => {
  useFakeClock();

  test.each(["name", "code"])("in its %s, or in URL encoding", async (field) => {
    const token = "a b/short";
    const leak = Object.assign(new Error("POST ?t=a+b%2Fshort"), { [field]: token });
    // Without a refresh token, nothing is in doubt, and the error has its cause.
    const held = { accessToken: token };
    const refresh = vi.fn(() => Promise.reject(leak));
    const tokens = createTokenManager({ refresh, seed: held });
    const failure = tokens.renew(held).catch((thrown: unknown) => thrown);
    await vi.waitUntil(() => refresh.mock.calls.length > 0);
    await vi.advanceTimersByTimeAsync(10_000);
    const error: unknown = await failure;
    expect(inspect(error)).toContain("POST");
    expect(inspect(error)).not.toMatch(/a b\/short|a\+b%2Fshort/);
  });
});

function nested(depth: number): object {
  let inner = {};
  for (let level = 0; level < depth; level++) inner = { a: inner };
  return inner;
}

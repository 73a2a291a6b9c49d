import { describe, expect, test } from "vitest";
import { fileStore } from "../src/file/index.ts";
import {
  createTokenManager,
  createTokenManagerPool,
  memoryStore,
  type Seed,
  type TokenEvent,
} from "../src/index.ts";

const refresh = async () => ({ accessToken: "a" });

test.each([
  ["refresh", { refresh: "https://bank.test" }],
  ["store", { refresh, store: {} }],
  ["seed", { refresh, seed: "r0" }],
  ["refreshBefore", { refresh, refreshBefore: -1 }],
  ["refreshBefore", { refresh, refreshBefore: Number.NaN }],
  ["refreshDeadline", { refresh, refreshDeadline: 0 }],
  ["refreshDeadline", { refresh, refreshDeadline: 2 ** 31 }],
  ["cooldown", { refresh, cooldown: "5s" }],
  ["refreshDeadline", { refresh, refreshDeadline: "10000" }],
  ["store", { refresh, store: { read: refresh, claim: refresh, subscribe: 7 } }],
  ["refreshAhead", { refresh, refreshAhead: 60_000 }],
  ["keepAlive", { refresh, keepAlive: "3h" }],
  ["keepAlive", { refresh, keepAlive: 0 }],
  ["revoke", { refresh, revoke: "https://bank.test" }],
  ["onEvent", { refresh, onEvent: {} }],
])("a wrong %s is a TypeError that names it", (name, options) => {
  const create = () => Reflect.apply(createTokenManager, undefined, [options]);
  expect(create).toThrow(TypeError);
  expect(create).toThrow(`"${name}"`);
});

test("a file store without a path is a TypeError that names it", () => {
  expect(() => fileStore("")).toThrow(/"path"/);
});

describe("a misspelt option is told at once, with the right name", () => {
  test.each([
    ["onEvents", "onEvent"],
    ["onevent", "onEvent"],
    ["refreshAhed", "refreshAhead"],
    ["refreshTimeout", undefined],
    ["stroe", "store"],
    ["seeds", "seed"],
    ["coolDown", "cooldown"],
    ["timeout", undefined],
    ["__proto", undefined],
  ])("createTokenManager: %s", (name, right) => {
    const create = () =>
      Reflect.apply(createTokenManager, undefined, [{ refresh, [name]: undefined }]);
    const hint = right
      ? `did you mean "${right}"?`
      : "the options are refresh, name, store, seed, refreshBefore, refreshAhead, keepAlive, refreshDeadline, sendDeadline, cooldown, concurrency, revoke, onEvent, debug";
    expect(create).toThrow(
      new TypeError(`createTokenManager: "${name}" is not an option; ${hint}`),
    );
  });

  test("createTokenManagerPool, for itself and for its accounts", () => {
    const make = (...given: unknown[]) => Reflect.apply(createTokenManagerPool, undefined, given);
    const wanted = 'createTokenManagerPool: "maxx" is not an option; did you mean "max"?';
    expect(() => make(() => ({}), { maxx: 1 })).toThrow(new TypeError(wanted));
    const pool = make(() => ({ refresh, store: memoryStore(), nam: "x" }));
    const named = 'createTokenManagerPool: "nam" is not an option; did you mean "name"?';
    expect(() => pool.get("anna")).toThrow(new TypeError(named));
  });
});

test.each([[undefined], [null], [{}]])("createTokenManager(%j) says what it needs", (options) => {
  const create = () => Reflect.apply(createTokenManager, undefined, [options]);
  expect(create).toThrow(new TypeError('createTokenManager: "refresh" must be a function'));
});

describe("a time in seconds instead of milliseconds", () => {
  const expiresAt = Math.round(Date.now() / 1_000) + 3_600;

  test("is told at once if it is in a seed", () => {
    const create = (seed: Seed) => () => createTokenManager({ refresh, seed });
    const wanted = (name: string) =>
      new TypeError(
        `createTokenManager: "seed.${name}" must be in milliseconds; multiply it by 1000`,
      );
    const seed = { refreshToken: "r0" };
    expect(create({ ...seed, expiresAt })).toThrow(wanted("expiresAt"));
    const refreshTokenExpiresAt = expiresAt;
    expect(create({ ...seed, refreshTokenExpiresAt })).toThrow(wanted("refreshTokenExpiresAt"));
    expect(create({ ...seed, expiresAt: expiresAt * 1_000 })).not.toThrow();
  });

  test("is told at the first use if a function gives the seed, and by set()", async () => {
    const tokens = createTokenManager({ refresh, seed: () => ({ refreshToken: "r0", expiresAt }) });
    const message = expect.stringContaining("expiresAt is in seconds; multiply it by 1000");
    await expect(tokens.get()).rejects.toMatchObject({ code: "misconfigured", message });
    const set = tokens.set({ accessToken: "a0", expiresAt });
    await expect(set).rejects.toMatchObject({ code: "invalid_response", message });
  });

  test("is left out of what a refresh function returns: its tokens are kept, and an event tells", async () => {
    const events: TokenEvent[] = [];
    const tokens = createTokenManager({
      refresh: async () => ({ accessToken: "a1", refreshToken: "r1", expiresAt }),
      onEvent: (event) => void events.push(event),
    });
    expect(await tokens.get()).toEqual({ accessToken: "a1", refreshToken: "r1" });
    const ignored = { type: "ignored_field", field: "expiresAt", was: "a number of seconds" };
    expect(events).toContainEqual(ignored);
  });
});

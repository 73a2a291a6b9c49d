import { expect, test } from "vitest";
import { fileStore } from "../src/file/index.ts";
import { createTokenManager } from "../src/index.ts";

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

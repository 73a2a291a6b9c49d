import { describe, expect, test } from "vitest";
import { adapterTokens, adapterView } from "../src/adapter.ts";
import { createTokenManager, createTokenManagerPool, memoryStore } from "../src/index.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

const { refresh } = new StrictEndpoint();
const seed = { refreshToken: "r0" };

describe("adapterView", () => {
  test("gives adapters the cached tokens, which users get by get()", async () => {
    const tokens = createTokenManager({ refresh, seed });
    expect(adapterView(tokens).peek()).toBeUndefined();
    const got = await tokens.get();
    expect(adapterView(tokens).peek()).toBe(got);
  });

  test("takes the manager of another copy of this package, and a stand-in for one", () => {
    const tokens = createTokenManager({ refresh, seed });
    const view = adapterView(tokens);
    const key = Symbol.for("@refresh-once/adapter-tokens");
    expect(adapterTokens).toBe(key);
    expect(Reflect.apply(adapterView, undefined, [{ [key]: view }])).toBe(view);
  });

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a token set", { accessToken: "a1" }],
    ["a refresh function", refresh],
    ["a pool", createTokenManagerPool(() => ({ refresh, store: memoryStore() }))],
  ])("refuses %s by a TypeError that says what to pass", (_, tokens) => {
    expect(() => Reflect.apply(adapterView, undefined, [tokens, "attachAuth"])).toThrow(
      new TypeError(
        'attachAuth: "tokens" must be a token manager; pass what createTokenManager() or the get() of a pool returned',
      ),
    );
  });
});

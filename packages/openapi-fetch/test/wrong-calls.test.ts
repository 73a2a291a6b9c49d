import { createTokenManager } from "@refresh-once/core";
import { expect, test } from "vitest";
import { authMiddleware } from "../src/index.ts";

const tokens = createTokenManager({ refresh: async () => ({ accessToken: "a1" }) });

test.each<[string, unknown[], string]>([
  ["no arguments", [], 'authMiddleware: "tokens" must be a token manager; pass what'],
  [
    "the options of a client",
    [{ baseUrl: "https://api.example.com" }],
    'authMiddleware: "tokens" must be',
  ],
  [
    "an origin with *",
    [tokens, { origins: ["https://*.example.com"] }],
    'authMiddleware: "origins" must be',
  ],
  ["an empty list of origins", [tokens, { origins: [] }], 'authMiddleware: "origins" must be'],
  ["a misspelt option", [tokens, { isRejected: () => true }], 'did you mean "isTokenRejected"?'],
])("authMiddleware with %s is told at once", (_, given, message) => {
  const call = () => Reflect.apply(authMiddleware, undefined, given);
  expect(call).toThrow(TypeError);
  expect(call).toThrow(message);
});

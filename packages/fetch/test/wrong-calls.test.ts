import { createTokenManager } from "@refresh-once/core";
import { expect, test } from "vitest";
import { authFetch } from "../src/index.ts";

const tokens = createTokenManager({ refresh: async () => ({ accessToken: "a1" }) });
const origins = ["https://api.example.com"];
const needed =
  'authFetch: "origins" must be a list of http(s) URLs without "*", such as ["https://api.example.com"]';

test.each<[string, unknown[], string]>([
  ["no arguments", [], 'authFetch: "tokens" must be a token manager; pass what'],
  ["no token manager", [{ accessToken: "a1" }, { origins }], 'authFetch: "tokens" must be'],
  ["no options", [tokens], needed],
  ["no origins", [tokens, {}], needed],
  ["an empty list of origins", [tokens, { origins: [] }], needed],
  ["an origin that is no list", [tokens, { origins: "https://api.example.com" }], needed],
  ["an origin without a scheme", [tokens, { origins: ["api.example.com"] }], needed],
  ["any origin", [tokens, { origins: ["*"] }], needed],
  ["all subdomains", [tokens, { origins: ["https://*.example.com"] }], needed],
  ["any port", [tokens, { origins: ["https://api.example.com:*"] }], needed],
  [
    "a misspelt option",
    [tokens, { origin: origins }],
    '"origin" is not an option; did you mean "origins"?',
  ],
  [
    "options that are no object",
    [tokens, "https://api.example.com"],
    'authFetch: "options" must be an object',
  ],
  ["a wrong fetch", [tokens, { origins, fetch: "fetch" }], 'authFetch: "fetch" must be a function'],
  [
    "a wrong replaceAuthorization",
    [tokens, { origins, replaceAuthorization: "yes" }],
    '"replaceAuthorization" must be true or false',
  ],
])("authFetch with %s is told at once", (_, given, message) => {
  const call = () => Reflect.apply(authFetch, undefined, given);
  expect(call).toThrow(TypeError);
  expect(call).toThrow(message);
});

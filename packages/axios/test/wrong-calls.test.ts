import { createTokenManager } from "@refresh-once/core";
import axios from "axios";
import { expect, test } from "vitest";
import { attachAuth } from "../src/index.ts";

const tokens = createTokenManager({ refresh: async () => ({ accessToken: "a1" }) });
const baseURL = "https://api.example.com/v1";
const needed =
  'attachAuth: "baseURL" must be an absolute URL of the axios instance; or pass "origins"';

test.each<[string, () => unknown[], string]>([
  ["no tokens", () => [axios.create({ baseURL })], 'attachAuth: "tokens" must be a token manager'],
  [
    "its arguments swapped",
    () => [tokens, axios],
    'attachAuth: "instance" must be an axios instance',
  ],
  ["no arguments", () => [], 'attachAuth: "instance" must be an axios instance'],
  ["no baseURL", () => [axios.create(), tokens], needed],
  ["a relative baseURL", () => [axios.create({ baseURL: "/api" }), tokens], needed],
  [
    "an origin with *",
    () => [axios.create(), tokens, { origins: ["https://*.example.com"] }],
    '"origins" must be',
  ],
  [
    "a misspelt option",
    () => [axios.create({ baseURL }), tokens, { isTokenReject: () => true }],
    'did you mean "isTokenRejected"?',
  ],
])("attachAuth with %s is told at once", (_, given, message) => {
  const call = () => Reflect.apply(attachAuth, undefined, given());
  expect(call).toThrow(TypeError);
  expect(call).toThrow(message);
});

test("an instance without baseURL takes origins instead", () => {
  expect(() => attachAuth(axios.create(), tokens, { origins: [baseURL] })).not.toThrow();
  expect(() =>
    attachAuth(axios.create({ baseURL: "/api" }), tokens, { origins: [baseURL] }),
  ).not.toThrow();
});

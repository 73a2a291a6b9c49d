import { createTokenManager } from "@refresh-once/core";
import axios, { type AxiosRequestConfig } from "axios";
import { expect, test } from "vitest";
import { attachAuth } from "../src/index.ts";

/** What an instance sends to its own server, and what its configuration holds after that. */
async function sent(config: AxiosRequestConfig) {
  const authorizations: unknown[] = [];
  const instance = axios.create({
    baseURL: "https://api.example.com",
    adapter: async (final) => {
      authorizations.push([final.headers.get("Authorization"), final.auth]);
      return { data: "", status: 200, statusText: "OK", headers: {}, config: final };
    },
  });
  const tokens = createTokenManager({ refresh: async () => ({ accessToken: "a1" }) });
  attachAuth(instance, tokens, { replaceAuthorization: true });
  const { config: after } = await instance.get("/", config);
  return {
    authorizations,
    after: { header: after.headers.get("Authorization"), auth: after.auth },
  };
}

test("the token replaces `auth`, of which axios would make another Authorization", async () => {
  const auth = { username: "anna", password: "p" };
  const { authorizations, after } = await sent({ auth });
  expect(authorizations).toEqual([["Bearer a1", undefined]]);
  expect(after.auth).toEqual(auth);
  expect(after.header).toBeFalsy();
});

test("the caller's Authorization is back in the configuration, for plugins and interceptors", async () => {
  const headers = { authorization: "Basic eA==" };
  const { authorizations, after } = await sent({ headers });
  expect(authorizations).toEqual([["Bearer a1", undefined]]);
  expect(after.header).toBe("Basic eA==");
});

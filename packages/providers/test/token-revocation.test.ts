import { inspect } from "node:util";
import type { TokenSet } from "@refresh-once/core";
import nock from "nock";
import { describe, expect, test } from "vitest";
import { type TokenRevocationOptions, tokenRevocation } from "../src/index.ts";
import { failureOf, thrownBy } from "./call.ts";
import { minute, now, stopClock } from "./clock.ts";
import { answers, useNock } from "./wire.ts";

useNock();
stopClock();

const url = "https://server.example/revoke";
const tokens = { accessToken: "at-7f1b9d22", refreshToken: "rt-8c4e0a31" };
const clientSecret = "cs-0e5d2c4b-9f1a";

/** Calls it as the token manager does. */
function revoke(current: TokenSet = tokens, options: Partial<TokenRevocationOptions> = {}) {
  const { signal } = new AbortController();
  return tokenRevocation({ url, clientId: "app", ...options })(current, { signal });
}

describe("tokenRevocation", () => {
  test("sends the refresh token, and the client's id in the form (RFC 7009 §2.1)", async () => {
    const sent = answers(url, 200);
    expect(await revoke()).toBeUndefined();
    const headers = {
      host: "server.example",
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
    };
    const body = "token=rt-8c4e0a31&token_type_hint=refresh_token&client_id=app";
    expect(sent).toEqual([{ method: "POST", path: "/revoke", headers, body }]);
  });

  test("sends the access token if there is no refresh token", async () => {
    const sent = answers(url, 200);
    await revoke({ accessToken: "a+b/c=&" });
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toEqual({
      token: "a+b/c=&",
      token_type_hint: "access_token",
      client_id: "app",
    });
  });

  test("sends id and secret by HTTP Basic and not in the form if there is a secret", async () => {
    const sent = answers(url, 200);
    await revoke(tokens, { clientId: "my app", clientSecret: "p+q&r=s%/?" });
    const authorization = `Basic ${btoa("my+app:p%2Bq%26r%3Ds%25%2F%3F")}`;
    expect(sent[0]?.headers).toMatchObject({ authorization });
    expect(sent[0]?.body).toBe("token=rt-8c4e0a31&token_type_hint=refresh_token");
  });

  test.each([
    [200, "<p>anything</p>"],
    [200, '{"error":"invalid_grant"}'],
    [204, ""],
  ])("takes a %i for done, whatever it says", async (status, body) => {
    answers(url, status, body);
    expect(await revoke()).toBeUndefined();
  });

  test("uses a custom fetch, without a receiver and with the signal", async () => {
    const { signal } = new AbortController();
    const seen: unknown[] = [];
    async function fetch(this: unknown, input: unknown, init?: RequestInit) {
      seen.push(this, input, init?.signal === signal);
      return new Response();
    }
    await tokenRevocation({ url, clientId: "app", fetch })(tokens, { signal });
    expect(seen).toEqual([undefined, url, true]);
  });

  test.each([301, 302, 303, 307, 308])("follows no redirect: a %i is a failure", async (status) => {
    answers(url, status, "", { location: "https://elsewhere.example/revoke" });
    let followed = 0;
    for (const method of ["GET", "POST"]) {
      const elsewhere = nock("https://elsewhere.example").intercept("/revoke", method);
      elsewhere.optionally().reply(200, () => followed++);
    }
    expect(await failureOf(revoke())).toMatchObject({ code: "request_rejected" });
    expect(followed).toBe(0);
  });
});

describe("a revocation that fails", () => {
  test.each([
    [503, "120", 2 * minute],
    [429, "Thu, 01 Jan 2026 00:05:00 GMT", 5 * minute],
  ])("with %i and Retry-After is to be tried again then", async (status, retryAfter, wait) => {
    answers(url, status, "", { "retry-after": retryAfter });
    const wanted = { code: "unavailable", kind: "transient", retryAt: now + wait };
    expect(await failureOf(revoke())).toMatchObject(wanted);
  });

  test.each([
    [400, "unsupported_token_type", "request_rejected"],
    [400, "invalid_request", "request_rejected"],
    [401, "invalid_client", "request_rejected"],
    [400, "temporarily_unavailable", "unavailable"],
  ])("with %i %s is %s, and the message names the endpoint", async (status, error, code) => {
    answers(url, status, { error });
    const failure = await failureOf(revoke());
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(`revocation endpoint`);
    expect(failure.message).toContain(`(${error}, status ${status})`);
  });

  test.each([404, 500])("with %i and no OAuth error names the status", async (status) => {
    answers(url, status, "<h1>No</h1>");
    const { message } = await failureOf(revoke());
    expect(message).toMatch(new RegExp(`^The revocation endpoint .*status ${status}`));
  });

  test("without a network rejects with the error of the network", async () => {
    const reason = new Error("no network in this test");
    const fetch = () => Promise.reject(reason);
    expect(await thrownBy(revoke(tokens, { fetch }))).toBe(reason);
  });

  const echo = `${tokens.refreshToken} ${tokens.accessToken} ${clientSecret}`;

  test.each([
    [400, JSON.stringify({ error: tokens.refreshToken })],
    [400, JSON.stringify({ error: "invalid_request", error_description: echo })],
    [500, echo],
    [400, echo.repeat(40_000)],
  ])("with %i shows no secret that the reply tells", async (status, body) => {
    answers(url, status, body);
    const shown = inspect(await failureOf(revoke(tokens, { clientSecret })), { showHidden: true });
    for (const secret of echo.split(" ")) expect(shown).not.toContain(secret);
    expect(shown).not.toContain(btoa(`app:${clientSecret}`));
  });
});

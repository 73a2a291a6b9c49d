import { describe, expect, test } from "vitest";
import { autional } from "../src/index.ts";
import { call, failureOf } from "./call.ts";
import { hour, now, stopClock } from "./clock.ts";
import { answers, useNock } from "./wire.ts";

useNock();
stopClock();

const url = "https://autional.example/oauth/refresh";
const headers = {
  host: "autional.example",
  accept: "application/json",
  "content-type": "application/json",
};

/** The documented examples of `dto.OAuthTokenResponse` and `dto.AuthorizationDetailDTO`. */
const documented = {
  access_token: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...",
  authorization_details: [
    {
      actions: ["list_accounts", "read_balances"],
      constraints: {},
      data_types: ["account_details", "balances"],
      identifier: "account-12345",
      locations: ["https://example.com/accounts"],
      type: "account_information",
    },
  ],
  dpop_access_token_bound: true,
  dpop_signing_alg: "ES256",
  expires_in: 3600,
  id_token: "eyJhbGci...",
  refresh_token: "rt_abc123",
  scope: "openid profile email",
  token_type: "Bearer",
};

describe("autional", () => {
  test("sends the grant type and the refresh token as JSON", async () => {
    const sent = answers(url, 200, documented);
    await call(autional({ url }), "rt_abc122");
    const body = '{"grant_type":"refresh_token","refresh_token":"rt_abc122"}';
    expect(sent).toEqual([{ method: "POST", path: "/oauth/refresh", headers, body }]);
  });

  test("sends an empty JSON object if the refresh token is a cookie", async () => {
    const sent = answers(url, 200, documented);
    await call(autional({ url, cookie: true }));
    expect(sent).toEqual([{ method: "POST", path: "/oauth/refresh", headers, body: "{}" }]);
  });

  test.each([
    [true, "include"],
    [false, undefined],
  ])("with cookie: %j, fetch is told credentials: %j", async (cookie, credentials) => {
    const seen: (string | undefined)[] = [];
    const fetch = async (_: unknown, init?: RequestInit) => {
      seen.push(init?.credentials);
      return Response.json(documented);
    };
    await call(autional({ url, cookie, fetch }), "r1");
    expect(seen).toEqual([credentials]);
  });

  test("reads the documented reply, with RAR, the id token and DPoP in extra", async () => {
    answers(url, 200, documented);
    expect(await call(autional({ url }), "r1")).toStrictEqual({
      accessToken: documented.access_token,
      refreshToken: "rt_abc123",
      expiresAt: now + hour,
      tokenType: "Bearer",
      scope: "openid profile email",
      extra: {
        authorization_details: documented.authorization_details,
        dpop_access_token_bound: true,
        dpop_signing_alg: "ES256",
        id_token: "eyJhbGci...",
      },
    });
  });

  test("the documented 400 means that the request was wrong", async () => {
    answers(url, 400, {
      error: "invalid_request",
      error_description: "Missing required parameter",
      error_uri: "https://docs.example.com/errors",
      state: "state-123",
    });
    const failure = await failureOf(call(autional({ url }), "r1"));
    expect(failure).toMatchObject({ code: "request_rejected", kind: "misuse" });
    expect(failure.message).toContain("invalid_request");
  });

  test("the documented 401 means that the refresh token is dead", async () => {
    answers(url, 401, { error: "invalid_grant" });
    const failure = await failureOf(call(autional({ url }), "r1"));
    expect(failure).toMatchObject({ code: "invalid_grant", kind: "terminal" });
  });
});

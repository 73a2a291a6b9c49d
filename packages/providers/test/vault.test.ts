import { describe, expect, test } from "vitest";
import { vault } from "../src/index.ts";
import { call, failureOf } from "./call.ts";
import { day, now, stopClock } from "./clock.ts";
import { answers, useNock } from "./wire.ts";

useNock();
stopClock();

const url = "https://api.vault.ist/v2.0/reference/gettoken";

/** The example in "Response Specification". */
const documented = {
  access_token: "eyJraWQiOiJmODAyNjg0OC1mNTJkLTRmY",
  token_type: "Bearer",
  refresh_token: "eyJraWQiOiJmFGGghrwghhnEGFGrehrnjdf7653kFZ_uusa3WYE",
  scope: "accounts:create accounts:read ... withdraw_other_account:show",
  expires_in: 86400,
  user_id: "usr:b06d9aaa-4310-4c0d-9e5343c1b35",
};

describe("vault", () => {
  test("sends the grant type and the refresh token as JSON", async () => {
    const sent = answers(url, 200, documented);
    await call(vault(), "eyJraWQiOiJmODAyNjg0OC1mNTJkLTRmY");
    expect(sent).toEqual([
      {
        method: "POST",
        path: "/v2.0/reference/gettoken",
        headers: {
          host: "api.vault.ist",
          accept: "application/json",
          "content-type": "application/json",
        },
        body: '{"grant_type":"refresh_token","refresh_token":"eyJraWQiOiJmODAyNjg0OC1mNTJkLTRmY"}',
      },
    ]);
  });

  test("reads the documented reply, with the user in extra", async () => {
    answers(url, 200, documented);
    expect(await call(vault(), "r1")).toStrictEqual({
      accessToken: documented.access_token,
      refreshToken: documented.refresh_token,
      expiresAt: now + day,
      tokenType: "Bearer",
      scope: documented.scope,
      extra: { user_id: "usr:b06d9aaa-4310-4c0d-9e5343c1b35" },
    });
  });

  test("assumes the documented lifetime of a day without expires_in", async () => {
    answers(url, 200, { access_token: "a2", refresh_token: "r2" });
    expect(await call(vault(), "r1")).toMatchObject({ expiresAt: now + day });
  });

  test("the documented 401 means that the refresh token has expired", async () => {
    answers(url, 401, {
      status: "UNAUTHORIZED",
      message: "The Token has expired on 2025-01-01T00:00:00.000Z",
      traceId: "TraceId unavailable",
      errors: [],
    });
    const failure = await failureOf(call(vault(), "r1"));
    expect(failure).toMatchObject({ code: "invalid_grant", kind: "terminal" });
  });

  test("a 401 about the client does not mean that the refresh token is dead", async () => {
    answers(url, 401, { error: "invalid_client" });
    const failure = await failureOf(call(vault(), "r1"));
    expect(failure).toMatchObject({ code: "request_rejected", kind: "misuse" });
  });
});

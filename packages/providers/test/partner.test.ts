import { describe, expect, test } from "vitest";
import { partner } from "../src/index.ts";
import { call, failureOf } from "./call.ts";
import { day, hour, now, stopClock } from "./clock.ts";
import { answers, useNock } from "./wire.ts";

useNock();
stopClock();

const url = "https://partner.example/v1/auth/token";
const refresh = partner({ url, partnerId: 4711 });

/** The example in "Example Response Body". */
const documented = {
  access_token: "eyJhbGciOiJIUzI1NiIsIn...",
  refresh_token: "dGhpcyBpcyBhIHJlZnJlc2h...",
  expires_in: 3600,
  token_type: "Bearer",
};

describe("partner", () => {
  test("sends the partner id in a header, and the refresh token as JSON", async () => {
    const sent = answers(url, 200, documented);
    await call(refresh, "dGhpcyBpcyBhIHJlZnJlc2hUb2tlbi...");
    expect(sent).toEqual([
      {
        method: "POST",
        path: "/v1/auth/token",
        headers: {
          host: "partner.example",
          accept: "application/json",
          "content-type": "application/json",
          partnerid: "4711",
          granttype: "refresh_token",
        },
        body: '{"refreshToken":"dGhpcyBpcyBhIHJlZnJlc2hUb2tlbi..."}',
      },
    ]);
  });

  test("reads the documented reply", async () => {
    answers(url, 200, documented);
    expect(await call(refresh, "r1")).toStrictEqual({
      accessToken: documented.access_token,
      refreshToken: documented.refresh_token,
      expiresAt: now + hour,
      tokenType: "Bearer",
    });
  });

  test.each([undefined, null, ""])(
    "accepts a reply without a refresh token: %j",
    async (refresh_token) => {
      answers(url, 200, { access_token: "a2", refresh_token });
      expect(await call(refresh, "r1")).toStrictEqual({ accessToken: "a2", expiresAt: now + day });
    },
  );

  test.each([
    [400, "invalid_grant", "invalid_grant", "terminal"],
    [401, "invalid_grant", "invalid_grant", "terminal"],
    [400, "invalid_request", "request_rejected", "misuse"],
  ])("a %i %s is %s", async (status, error, code, kind) => {
    answers(url, status, { error, error_description: "Refresh token has expired or is invalid." });
    expect(await failureOf(call(refresh, "r1"))).toMatchObject({ code, kind });
  });

  test.each([0, -1, 2 ** 31 - 1, -(2 ** 31)])("accepts the partner id %d", async (partnerId) => {
    const sent = answers(url, 200, documented);
    await call(partner({ url, partnerId }), "r1");
    expect(sent[0]?.headers).toMatchObject({ partnerid: String(partnerId) });
  });

  test.each([2 ** 31, -(2 ** 31) - 1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    "rejects the partner id %d, which is not a 32-bit integer",
    (partnerId) => {
      expect(() => partner({ url, partnerId })).toThrow(
        new TypeError('partner: "partnerId" must be a signed 32-bit integer'),
      );
    },
  );
});

import { describe, expect, test } from "vitest";
import { tokenEndpoint } from "../src/index.ts";
import { call } from "./call.ts";
import { hour, minute, now, stopClock } from "./clock.ts";
import { answers, useNock } from "./wire.ts";

useNock();
stopClock();

const url = "https://auth.example/token";

function jwt(payload: object): string {
  return `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(payload))}.c2lnbmF0dXJl`;
}

const tenMinutes = jwt({ exp: (now + 10 * minute) / 1000 });

describe("the expiry of an access token", () => {
  test("is that of expires_in, before that of a JWT and the `lifetime` option", async () => {
    answers(url, 200, { access_token: tenMinutes, expires_in: 60 });
    const tokens = await call(tokenEndpoint({ url, lifetime: hour }), "r1");
    expect(tokens.expiresAt).toBe(now + minute);
  });

  test.each([
    ["3600", hour],
    [" 60 ", minute],
    [59.5, 59_500],
    [0, 0],
    [-1, -1_000],
  ])("is %j seconds away if the reply says so", async (expires_in, ms) => {
    answers(url, 200, { access_token: "a2", refresh_token: "r2", expires_in });
    expect(await call(tokenEndpoint({ url }), "r1")).toStrictEqual({
      accessToken: "a2",
      refreshToken: "r2",
      expiresAt: now + ms,
    });
  });

  test.each([undefined, null])("is that of the JWT if expires_in is %j", async (expires_in) => {
    answers(url, 200, { access_token: tenMinutes, expires_in });
    const tokens = await call(tokenEndpoint({ url, lifetime: hour }), "r1");
    expect(tokens.expiresAt).toBe(now + 10 * minute);
  });

  test.each(["opaque", "a.b.c", jwt({}), jwt({ exp: "never" })])(
    "is that of the `lifetime` option for %j, which contains none",
    async (access_token) => {
      answers(url, 200, { access_token });
      const tokens = await call(tokenEndpoint({ url, lifetime: hour }), "r1");
      expect(tokens.expiresAt).toBe(now + hour);
    },
  );

  test("is unknown if neither the reply nor the options contain it", async () => {
    answers(url, 200, { access_token: "opaque" });
    expect(await call(tokenEndpoint({ url }), "r1")).toStrictEqual({ accessToken: "opaque" });
  });
});

describe("the expiry of a refresh token", () => {
  test.each(["2026-01-02T00:00:00Z", "2026-01-02T01:00:00+01:00"])(
    "is that of the reply: %j",
    async (refresh_token_expires_at) => {
      answers(url, 200, { access_token: "a2", refresh_token_expires_at });
      const tokens = await call(tokenEndpoint({ url }), "r1");
      expect(tokens.refreshTokenExpiresAt).toBe(now + 24 * hour);
    },
  );

  test.each([1_767_312_000, "", "never", null, true])("is unknown for %j", async (date) => {
    answers(url, 200, { access_token: "a2", refresh_token_expires_at: date });
    expect(await call(tokenEndpoint({ url }), "r1")).toStrictEqual({ accessToken: "a2" });
  });
});

import { inspect } from "node:util";
import { createTokenManager } from "@refresh-once/core";
import { describe, expect, test } from "vitest";
import { type TokenEndpointOptions, tokenEndpoint } from "../src/index.ts";
import { call, failureOf } from "./call.ts";
import { hour, now, stopClock } from "./clock.ts";
import { answers, useNock } from "./wire.ts";

useNock();
stopClock();

const url = "https://auth.example/token";

type Description = Pick<TokenEndpointOptions, "deadErrors" | "reply">;

/** What providers reply to a dead refresh token, and how that is described. */
const replies: readonly (readonly [string, number, object, Description])[] = [
  [
    "GitHub",
    200,
    { error: "bad_refresh_token", error_description: "The refresh token passed is incorrect." },
    { deadErrors: ["bad_refresh_token"] },
  ],
  [
    "Slack",
    200,
    { ok: false, error: "invalid_refresh_token" },
    { deadErrors: ["invalid_refresh_token"] },
  ],
  [
    "Strava",
    400,
    {
      message: "Bad Request",
      errors: [{ resource: "RefreshToken", field: "refresh_token", code: "invalid" }],
    },
    { deadErrors: ["RefreshToken"], reply: { error: "errors.0.resource" } },
  ],
  [
    "HubSpot",
    400,
    { status: "BAD_REFRESH_TOKEN", message: "missing or invalid refresh token" },
    { deadErrors: ["BAD_REFRESH_TOKEN"], reply: { error: "status" } },
  ],
  [
    "HubSpot, with the standard's error as well",
    400,
    { status: "BAD_REFRESH_TOKEN", error: "invalid_request" },
    { deadErrors: ["BAD_REFRESH_TOKEN"], reply: { error: "status" } },
  ],
  [
    "X",
    400,
    {
      error: "invalid_request",
      error_description: "Value passed for the token was invalid.",
    },
    {
      deadErrors: ["Value passed for the token was invalid."],
      reply: { error: "error_description" },
    },
  ],
  [
    "Zoom",
    400,
    { reason: "Invalid Token!", error: "invalid_request" },
    { deadErrors: ["Invalid Token!"], reply: { error: "reason" } },
  ],
];

describe("a dead refresh token of", () => {
  test.each(replies)("%s costs one call", async (_, status, body, description) => {
    const sent = answers(url, status, body);
    const refresh = tokenEndpoint({ url, ...description });
    const tokens = createTokenManager({ refresh, seed: { refreshToken: "r1" } });
    for (let calls = 0; calls < 3; calls++) {
      const failure = await failureOf(tokens.get());
      expect(failure).toMatchObject({ code: "invalid_grant", kind: "terminal" });
      expect(failure.message).toContain(description.deadErrors?.[0]);
    }
    expect(sent).toHaveLength(1);
  });

  test.each(replies)("%s has its name in `oauthError`", async (_, status, body, description) => {
    answers(url, status, body);
    const failure = await failureOf(call(tokenEndpoint({ url, ...description }), "r1"));
    expect(failure).toMatchObject({ oauthError: description.deadErrors?.[0] });
  });
});

describe("with names of dead refresh tokens,", () => {
  const description = { deadErrors: ["RefreshToken"], reply: { error: "errors.0.resource" } };
  const strava = tokenEndpoint({ url, ...description });

  test.each([
    [{ errors: [{ resource: "Application", field: "client_id" }] }, "request_rejected"],
    [{ errors: [] }, "request_rejected"],
    [{ errors: "RefreshToken" }, "request_rejected"],
    [{ error: "RefreshToken" }, "invalid_grant"],
    [{ error: "invalid_grant" }, "invalid_grant"],
    [{ error: "invalid_client", errors: [{ resource: "Other" }] }, "request_rejected"],
    [{ errors: [{ resource: "invalid_grant" }] }, "invalid_grant"],
  ])("%j is %2$s", async (body, code) => {
    answers(url, 400, body);
    expect(await failureOf(call(strava, "r1"))).toMatchObject({ code });
  });

  test("an overloaded server is busy whatever its reply says", async () => {
    answers(url, 503, { errors: [{ resource: "RefreshToken" }] });
    expect(await failureOf(call(strava, "r1"))).toMatchObject({ code: "unavailable" });
  });

  test("no other text of the reply is quoted", async () => {
    for (const status of [200, 400]) {
      answers(url, status, { errors: [{ resource: "HOSTILE" }], error: "HOSTILE" });
      const failure = await failureOf(call(strava, "r1"));
      expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain("HOSTILE");
    }
  });

  test("a successful reply may have another text at the same place", async () => {
    const refresh = tokenEndpoint({ url, deadErrors: ["DEAD"], reply: { error: "status" } });
    answers(url, 200, { access_token: "a2", status: "OK" });
    expect(await call(refresh, "r1")).toStrictEqual({ accessToken: "a2", extra: { status: "OK" } });
    answers(url, 200, { status: "DEAD" });
    expect(await failureOf(call(refresh, "r1"))).toMatchObject({ code: "invalid_grant" });
  });

  test("a grant without a refresh token has no dead one", async () => {
    const deadErrors = ["bad_client"];
    const refresh = tokenEndpoint({ url, refreshToken: "none", deadErrors });
    answers(url, 400, { error: "bad_client" });
    expect(await failureOf(call(refresh))).toMatchObject({ code: "request_rejected" });
  });
});

describe("the lifetime of a refresh token", () => {
  test.each([
    [3_600, {}],
    ["3600", {}],
    [3_600, { refresh_token_expires_at: "never" }],
  ])("is %j seconds if the reply says so", async (refresh_token_expires_in, more) => {
    answers(url, 200, { access_token: "a2", refresh_token_expires_in, ...more });
    const tokens = await call(tokenEndpoint({ url }), "r1");
    expect(tokens).toStrictEqual({ accessToken: "a2", refreshTokenExpiresAt: now + hour });
  });

  test("has another name at some providers", async () => {
    answers(url, 200, { access_token: "a2", x_refresh_token_expires_in: 3_600 });
    const reply = { refreshTokenExpiresIn: "x_refresh_token_expires_in" };
    const tokens = await call(tokenEndpoint({ url, reply }), "r1");
    expect(tokens).toStrictEqual({ accessToken: "a2", refreshTokenExpiresAt: now + hour });
  });

  test("counts less than a date", async () => {
    const refresh_token_expires_at = "2026-01-01T02:00:00Z";
    answers(url, 200, {
      access_token: "a2",
      refresh_token_expires_in: 60,
      refresh_token_expires_at,
    });
    const tokens = await call(tokenEndpoint({ url }), "r1");
    expect(tokens.refreshTokenExpiresAt).toBe(now + 2 * hour);
  });

  test.each([0, -1, "", "soon", null, true])("is unknown for %j", async (seconds) => {
    answers(url, 200, { access_token: "a2", refresh_token_expires_in: seconds });
    expect(await call(tokenEndpoint({ url }), "r1")).toStrictEqual({ accessToken: "a2" });
  });
});

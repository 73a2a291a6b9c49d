import { describe, expect, test } from "vitest";
import { refreshTokenGrant } from "../src/index.ts";
import { call, failureOf } from "./call.ts";
import { minute, now, stopClock } from "./clock.ts";
import { everyPreset } from "./every-preset.ts";
import { answers, useNock } from "./wire.ts";

useNock();
stopClock();

const url = "https://auth.example/token";
const refresh = refreshTokenGrant({ url, clientId: "app" });

describe.each(everyPreset)("$name", ({ url, refresh }) => {
  test.each([400, 403, 404, 405, 418])("a %i means that the request was wrong", async (status) => {
    answers(url, status, "<h1>No</h1>");
    const failure = await failureOf(call(refresh, "r1"));
    expect(failure).toMatchObject({ code: "request_rejected", kind: "misuse" });
    expect(failure.message).toContain(`status ${status}`);
  });

  test.each([429, 500, 502, 503, 504])("a %i is transient", async (status) => {
    answers(url, status, "<h1>Wait</h1>");
    const failure = await failureOf(call(refresh, "r1"));
    expect(failure).toMatchObject({ code: "unavailable", kind: "transient" });
    expect(failure.message).toContain(`status ${status}`);
    expect(failure).not.toHaveProperty("retryAt");
  });

  test.each([429, 500, 503])("a %i is transient even if it says invalid_grant", async (status) => {
    answers(url, status, { error: "invalid_grant" });
    expect(await failureOf(call(refresh, "r1"))).toMatchObject({ code: "unavailable" });
  });
});

describe("a status that means a dead refresh token, without an OAuth error code,", () => {
  const refreshing = everyPreset.filter(({ name }) => name !== "clientCredentials");

  test.each(refreshing)("is a 401 of $name, or a 400 without a body", async ({ url, refresh }) => {
    for (const [status, body] of [
      [401, ""],
      [401, { message: "Unauthorized" }],
      [400, ""],
    ] as const) {
      answers(url, status, body);
      const failure = await failureOf(call(refresh, "r1"));
      expect(failure).toMatchObject({ code: "invalid_grant", kind: "terminal", status });
      expect(failure).not.toHaveProperty("oauthError");
    }
  });

  test("does not exist if no refresh token was sent", async () => {
    const preset = everyPreset.find(({ name }) => name === "clientCredentials");
    if (!preset) throw new Error("no such preset");
    answers(preset.url, 401);
    expect(await failureOf(call(preset.refresh))).toMatchObject({ code: "request_rejected" });
  });

  test("is any status in a preset's `deadOn`", async () => {
    const refresh = refreshTokenGrant({ url, clientId: "app", deadOn: [403] });
    answers(url, 403, "<h1>Forbidden</h1>");
    expect(await failureOf(call(refresh, "r1"))).toMatchObject({ code: "invalid_grant" });
    answers(url, 403, { error: "token_expired" });
    expect(await failureOf(call(refresh, "r1"))).toMatchObject({ code: "invalid_grant" });
    answers(url, 403, { error: "invalid_client" });
    expect(await failureOf(call(refresh, "r1"))).toMatchObject({ code: "request_rejected" });
  });
});

describe("Retry-After", () => {
  test.each([
    ["120", 2 * minute],
    [" 0 ", 0],
    ["Thu, 01 Jan 2026 00:05:00 GMT", 5 * minute],
    ["Thursday, 01-Jan-26 00:05:00 GMT", 5 * minute],
    ["Wed, 31 Dec 2025 23:59:00 GMT", -minute],
  ])("%j says until when to wait", async (value, wait) => {
    for (const status of [429, 503]) {
      answers(url, status, "", { "retry-after": value });
      const failure = await failureOf(call(refresh, "r1"));
      expect(failure).toMatchObject({ code: "unavailable", retryAt: now + wait });
    }
  });

  // `Date.parse` accepts some of these.
  test.each([
    "",
    "soon",
    "-5",
    "1.5",
    "1e3",
    "in 3000",
    "120, 120",
    "10000000000",
    "Foo, 99 Bar 2026 00:00:00 GMT",
  ])("%j says nothing", async (value) => {
    answers(url, 503, "", { "retry-after": value });
    const failure = await failureOf(call(refresh, "r1"));
    expect(failure.code).toBe("unavailable");
    expect(failure).not.toHaveProperty("retryAt");
  });

  test("is ignored if waiting does not help", async () => {
    answers(url, 400, "", { "retry-after": "120" });
    expect(await failureOf(call(refresh, "r1"))).not.toHaveProperty("retryAt");
  });
});

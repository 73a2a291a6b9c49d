import { describe, expect, test } from "vitest";
import { tokenEndpoint } from "../src/index.ts";
import { call, failureOf } from "./call.ts";
import { minute, now, stopClock } from "./clock.ts";
import { answers, useNock } from "./wire.ts";

useNock();
stopClock();

const url = "https://api.sixth.example/v3/sessions/renew?tenant=7";

const sixth = tokenEndpoint({
  url,
  headers: {
    Accept: "application/vnd.sixth+json",
    "Content-Type": "application/vnd.sixth+json; charset=utf-8",
    "X-Api-Key": "key",
    "X-Session": "session={refreshToken}; v=3",
  },
  body: { session: "{refreshToken}", device: "server" },
  reply: {
    accessToken: "data.tokens.access",
    refreshToken: "data.tokens.renewal.value",
    expiresIn: "data.ttl",
    refreshTokenExpiresAt: "data.tokens.renewal.until",
    tokenType: "data.kind",
    scope: "data.rights",
  },
  deadOn: [410],
});

const reply = {
  data: {
    tokens: { access: "a2", renewal: { value: "r2", until: "2026-02-01" } },
    ttl: 600,
    kind: "Bearer",
    rights: "read",
  },
  meta: { request: 1 },
};

describe("a sixth provider, described as data", () => {
  test("is called as described", async () => {
    const sent = answers(url, 200, reply);
    await call(sixth, "r1");
    expect(sent).toEqual([
      {
        method: "POST",
        path: "/v3/sessions/renew?tenant=7",
        headers: {
          host: "api.sixth.example",
          accept: "application/vnd.sixth+json",
          "content-type": "application/vnd.sixth+json; charset=utf-8",
          "x-api-key": "key",
          "x-session": "session=r1; v=3",
        },
        body: '{"session":"r1","device":"server"}',
      },
    ]);
  });

  test("has its reply read by dotted paths, and all other fields in extra", async () => {
    answers(url, 200, reply);
    expect(await call(sixth, "r1")).toStrictEqual({
      accessToken: "a2",
      refreshToken: "r2",
      expiresAt: now + 10 * minute,
      refreshTokenExpiresAt: Date.parse("2026-02-01"),
      tokenType: "Bearer",
      scope: "read",
      extra: { meta: { request: 1 } },
    });
  });

  test.each([
    [{ data: "a2" }, "data.tokens.access"],
    [{ data: { tokens: null } }, "data.tokens.access"],
    [{ data: { tokens: { access: 17, renewal: "r2" } } }, "data.tokens.access"],
  ])("gives no tokens, and the path, for %j", async (odd, path) => {
    answers(url, 200, odd);
    const failure = await failureOf(call(sixth, "r1"));
    expect(failure.code).toBe("invalid_response");
    expect(failure.message).toContain(path);
  });

  test.each([
    [410, "invalid_grant"],
    [401, "invalid_grant"],
    [404, "request_rejected"],
  ])("a %i is %s, as described", async (status, code) => {
    answers(url, status);
    expect(await failureOf(call(sixth, "r1"))).toMatchObject({ code });
  });

  test("a body without a content type is a form", async () => {
    const sent = answers(url, 200, { access_token: "a2" });
    await call(tokenEndpoint({ url, body: { token: "{refreshToken}" } }), "r&1");
    expect(sent[0]).toMatchObject({
      headers: { "content-type": expect.stringMatching(/^application\/x-www-form-urlencoded\b/) },
      body: "token=r%261",
    });
  });

  test("a description with only a URL sends a POST without a body", async () => {
    const sent = answers(url, 200, { access_token: "a2" });
    await call(tokenEndpoint({ url }), "r1");
    const headers = { host: "api.sixth.example", accept: "application/json" };
    expect(sent).toEqual([
      { method: "POST", path: "/v3/sessions/renew?tenant=7", headers, body: "" },
    ]);
  });
});

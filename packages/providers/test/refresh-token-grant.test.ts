import { describe, expect, test } from "vitest";
import { refreshTokenGrant } from "../src/index.ts";
import { call, failureOf } from "./call.ts";
import { hour, now, stopClock } from "./clock.ts";
import { answers, useNock } from "./wire.ts";

useNock();
stopClock();

const url = "https://server.example/token";
const headers = {
  host: "server.example",
  accept: "application/json",
  "content-type": "application/x-www-form-urlencoded",
};

/** The example of RFC 6749 §5.1. */
const documented = {
  access_token: "2YotnFZFEjr1zCsicMWpAA",
  token_type: "example",
  expires_in: 3600,
  refresh_token: "tGzv3JOkF0XG5Qx2TlKWIA",
  example_parameter: "example_value",
};

describe("refreshTokenGrant", () => {
  test("sends the client id in the form if there is no secret", async () => {
    const sent = answers(url, 200, documented);
    await call(refreshTokenGrant({ url, clientId: "s6BhdRkqt3" }), "tGzv3JOkF0XG5Qx2TlKWIA");
    const body =
      "grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA&client_id=s6BhdRkqt3";
    expect(sent).toEqual([{ method: "POST", path: "/token", headers, body }]);
  });

  test("sends id and secret by HTTP Basic and not in the form if there is a secret (RFC 6749 §6)", async () => {
    const sent = answers(url, 200, documented);
    const clientSecret = "7Fjfp0ZBr1KtDRbnfVdmIw";
    await call(
      refreshTokenGrant({ url, clientId: "s6BhdRkqt3", clientSecret }),
      "tGzv3JOkF0XG5Qx2TlKWIA",
    );
    const authorization = "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3";
    const body = "grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA";
    expect(sent).toEqual([
      { method: "POST", path: "/token", headers: { ...headers, authorization }, body },
    ]);
  });

  test.each([
    ["a:b", "c:d", "a%3Ab:c%3Ad"],
    ["my app", "p+q&r=s%/?", "my+app:p%2Bq%26r%3Ds%25%2F%3F"],
    ["ünï", "€😀", "%C3%BCn%C3%AF:%E2%82%AC%F0%9F%98%80"],
    ["app", "", "app:"],
  ])(
    "form-encodes the id %j and the secret %j before Basic",
    async (clientId, clientSecret, plain) => {
      const sent = answers(url, 200, documented);
      await call(refreshTokenGrant({ url, clientId, clientSecret }), "r1");
      expect(sent[0]?.headers).toMatchObject({ authorization: `Basic ${btoa(plain)}` });
    },
  );

  test("form-encodes the refresh token, and does not treat a part of it as a placeholder", async () => {
    const sent = answers(url, 200, documented);
    await call(refreshTokenGrant({ url, clientId: "app" }), "a+b/c=&$& {refreshToken}");
    expect(new URLSearchParams(sent[0]?.body).get("refresh_token")).toBe(
      "a+b/c=&$& {refreshToken}",
    );
  });

  test("reads the reply of RFC 6749 §5.1", async () => {
    answers(url, 200, documented);
    expect(await call(refreshTokenGrant({ url, clientId: "app" }), "r1")).toStrictEqual({
      accessToken: "2YotnFZFEjr1zCsicMWpAA",
      refreshToken: "tGzv3JOkF0XG5Qx2TlKWIA",
      expiresAt: now + hour,
      tokenType: "example",
      extra: { example_parameter: "example_value" },
    });
  });

  test("sends nothing without a refresh token, and fails with login_required", async () => {
    const failure = await failureOf(call(refreshTokenGrant({ url, clientId: "app" })));
    expect(failure).toMatchObject({ code: "login_required", kind: "terminal" });
  });
});

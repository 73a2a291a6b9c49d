import { describe, expect, test } from "vitest";
import { clientCredentials } from "../src/index.ts";
import { call, failureOf } from "./call.ts";
import { hour, now, stopClock } from "./clock.ts";
import { answers, useNock } from "./wire.ts";

useNock();
stopClock();

const url = "https://auth.example/token";
const refresh = clientCredentials({ url, clientId: "abc", clientSecret: "xyz" });

/** The documented example. */
const documented = { access_token: "FOEtUHwg0das9PhsasVmgMGbZn7nWSgK" };

describe("clientCredentials", () => {
  test("sends the secret in the form and in no header", async () => {
    const sent = answers(url, 200, documented);
    await call(refresh);
    expect(sent).toEqual([
      {
        method: "POST",
        path: "/token",
        headers: {
          host: "auth.example",
          accept: "application/json",
          "content-type": "application/x-www-form-urlencoded",
        },
        body: "grant_type=client_credentials&client_id=abc&client_secret=xyz",
      },
    ]);
  });

  test("encodes special characters in the id and the secret", async () => {
    const sent = answers(url, 200, documented);
    await call(clientCredentials({ url, clientId: "a&b=c", clientSecret: "x+y z%ü" }));
    expect(sent[0]?.body).toBe(
      "grant_type=client_credentials&client_id=a%26b%3Dc&client_secret=x%2By+z%25%C3%BC",
    );
  });

  test("reads the documented reply: one hour of access, and no refresh token to store", async () => {
    answers(url, 200, documented);
    expect(await call(refresh)).toStrictEqual({
      accessToken: "FOEtUHwg0das9PhsasVmgMGbZn7nWSgK",
      expiresAt: now + hour,
    });
  });

  test("sends no refresh token, even if there is one", async () => {
    const sent = answers(url, 200, documented);
    await call(refresh, "r1");
    expect(JSON.stringify(sent)).not.toContain("r1");
  });

  test.each([400, 401])("a %i invalid_client means a wrong configuration", async (status) => {
    answers(url, status, { error: "invalid_client" });
    const failure = await failureOf(call(refresh));
    expect(failure).toMatchObject({ code: "request_rejected", kind: "misuse" });
    expect(failure.message).toContain("invalid_client");
  });

  test("a 401 without a reason means a wrong configuration as well", async () => {
    answers(url, 401);
    const failure = await failureOf(call(refresh));
    expect(failure).toMatchObject({ code: "request_rejected", kind: "misuse" });
  });
});

import { describe, expect, test } from "vitest";
import * as providers from "../src/index.ts";
import { call, failureOf, thrownBy } from "./call.ts";
import { hour, now, stopClock } from "./clock.ts";
import { answers, useNock } from "./wire.ts";

useNock();
stopClock();

const client = { clientId: "app", clientSecret: "secret" };

describe("a part of the token endpoint's URL", () => {
  test.each([
    [
      providers.gitlab({ ...client, redirectUri: "https://app.example/" }),
      "https://gitlab.com/oauth/token",
    ],
    [
      providers.gitlab({
        ...client,
        redirectUri: "https://app.example/",
        host: "git.example:8443",
      }),
      "https://git.example:8443/oauth/token",
    ],
    [
      providers.auth0({ ...client, domain: "t.eu.auth0.com" }),
      "https://t.eu.auth0.com/oauth/token",
    ],
    [
      providers.okta({ ...client, domain: "t.okta.com" }),
      "https://t.okta.com/oauth2/default/v1/token",
    ],
    [
      providers.okta({ ...client, domain: "t.okta.com", authorizationServer: "aus1" }),
      "https://t.okta.com/oauth2/aus1/v1/token",
    ],
    [
      providers.entra({ ...client, tenant: "contoso.com" }),
      "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token",
    ],
    [providers.salesforce(client), "https://login.salesforce.com/services/oauth2/token"],
    [
      providers.auth0({ ...client, url: "https://auth.example/token" }),
      "https://auth.example/token",
    ],
  ])("is an option: %#", async (refresh, url) => {
    const sent = answers(url, 200, { access_token: "a2" });
    expect((await call(refresh, "r1")).accessToken).toBe("a2");
    expect(sent).toHaveLength(1);
  });

  test.each(["", "evil.example/x", "a@b", "x?y", "..%2f", "a b", "..", "-x"])(
    "cannot be %j",
    async (domain) => {
      const thrown = await thrownBy(
        Promise.resolve().then(() => providers.auth0({ ...client, domain })),
      );
      expect(thrown).toBeInstanceOf(TypeError);
      expect(thrown).toMatchObject({ message: expect.stringContaining('auth0: "domain" must be') });
    },
  );

  test("is required if it has no default", () => {
    expect(() => providers.okta(client)).toThrow('okta: "domain" must be');
  });
});

describe("a preset of a provider", () => {
  test("sends other fields that the provider wants", async () => {
    const sent = answers("https://gitlab.com/oauth/token", 200, { access_token: "a2" });
    await call(providers.gitlab({ ...client, redirectUri: "https://app.example/?a=b" }), "r1");
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toEqual({
      grant_type: "refresh_token",
      refresh_token: "r1",
      redirect_uri: "https://app.example/?a=b",
      client_id: "app",
      client_secret: "secret",
    });
    const redirectUri = JSON.parse("null");
    expect(() => providers.gitlab({ ...client, redirectUri })).toThrow('"redirectUri" must be');
  });

  test("needs no secret for a public client, and can authenticate in another way", async () => {
    const url = "https://api.x.com/2/oauth2/token";
    const sent = [
      answers(url, 200, { access_token: "a2" }),
      answers(url, 200, { access_token: "a2" }),
    ];
    await call(providers.x({ clientId: "app" }), "r1");
    expect(sent[0]?.[0]?.body).toBe("grant_type=refresh_token&refresh_token=r1&client_id=app");
    expect(sent[0]?.[0]?.headers).not.toHaveProperty("authorization");
    await call(providers.x({ ...client, clientAuthentication: "client_secret_post" }), "r1");
    expect(sent[1]?.[0]?.body).toContain("client_secret=secret");
  });

  test("knows the lifetime of an access token, and reads that of a refresh token", async () => {
    const url = "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer";
    answers(url, 200, {
      access_token: "a2",
      refresh_token: "r2",
      x_refresh_token_expires_in: 7_200,
    });
    expect(await call(providers.quickBooks(client), "r1")).toStrictEqual({
      accessToken: "a2",
      refreshToken: "r2",
      expiresAt: now + hour,
      refreshTokenExpiresAt: now + 2 * hour,
    });
  });

  test("knows that a dead token of Fitbit is in a list of errors", async () => {
    answers("https://api.fitbit.com/oauth2/token", 400, {
      errors: [{ errorType: "invalid_grant", message: "Refresh token invalid" }],
      success: false,
    });
    expect(await failureOf(call(providers.fitbit(client), "r1"))).toMatchObject({
      code: "invalid_grant",
      oauthError: "invalid_grant",
    });
  });

  test("names the option that is wrong", () => {
    const misspelt = { ...client, clientID: "x" };
    expect(() => providers.github(misspelt)).toThrow('github: "clientID" is not an option');
    expect(() => providers.slack({ clientId: "" })).toThrow('slack: "clientId" must be');
  });

  test("has the facts about its provider", () => {
    expect(providers.xero(client).provider).toMatchObject({ name: "Xero", graceWindow: 1_800_000 });
    expect(providers.oroBank().provider).toMatchObject({ name: "ORO Bank", graceWindow: 0 });
  });
});

import { createTokenManager } from "@refresh-once/core";
import {
  type AuthorizationServer,
  type RegisteredProviderName,
  startAuthorizationServer,
} from "@refresh-once/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProviderRefresh } from "../src/index.ts";
import * as providers from "../src/index.ts";
import { call, failureOf } from "./call.ts";

let server: AuthorizationServer;
beforeAll(async () => {
  server = await startAuthorizationServer();
});
afterAll(() => server.close());

interface Client {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly fetch?: typeof fetch;
}

/** Each preset, and the options that it needs besides a URL and a client. */
const presets: Readonly<Record<RegisteredProviderName, (client: Client) => ProviderRefresh>> = {
  github: providers.github,
  gitlab: (client) => providers.gitlab({ ...client, redirectUri: "https://app.example/callback" }),
  atlassian: providers.atlassian,
  linear: providers.linear,
  slack: providers.slack,
  zoom: providers.zoom,
  xero: providers.xero,
  quickBooks: providers.quickBooks,
  airtable: providers.airtable,
  salesforce: providers.salesforce,
  hubSpot: providers.hubSpot,
  box: providers.box,
  x: providers.x,
  strava: providers.strava,
  fitbit: providers.fitbit,
  spotify: providers.spotify,
  auth0: providers.auth0,
  okta: providers.okta,
  entra: providers.entra,
  google: providers.google,
};

const names = Object.keys(presets).filter(isName);

function isName(name: string): name is RegisteredProviderName {
  return Object.hasOwn(presets, name);
}

describe.each(names)("%s, at a server that answers as the provider does,", (name) => {
  const refreshOf = (options: Partial<Client> = {}) => {
    const { clientId, clientSecret } = server.client;
    return presets[name]({ url: server.tokenUrl(name), clientId, clientSecret, ...options });
  };

  test("refreshes a login again and again", async () => {
    const refresh = refreshOf();
    const first = await call(refresh, server.issueRefreshToken(name));
    const second = await call(refresh, first.refreshToken);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(second.expiresAt).toBeGreaterThan(Date.now());
    const { status } = await fetch(server.resourceUrl(name), {
      headers: { authorization: `Bearer ${second.accessToken}` },
    });
    expect(status).toBe(200);
  });

  test("a dead refresh token costs one call, and the reply is that of the facts", async () => {
    const statuses: number[] = [];
    const refresh = refreshOf({
      async fetch(...request) {
        const response = await fetch(...request);
        statuses.push(response.status);
        return response;
      },
    });
    const tokens = createTokenManager({ refresh, seed: { refreshToken: "dead" } });
    const { status, error = "no error" } = refresh.provider.deadToken ?? {};
    const before = server.counters(name).tokenRequests;
    for (let calls = 0; calls < 3; calls++) {
      const failure = await failureOf(tokens.get());
      expect(failure).toMatchObject({ code: "invalid_grant", kind: "terminal" });
      expect(failure.message).toContain(error);
    }
    expect(server.counters(name).tokenRequests).toBe(before + 1);
    expect(statuses).toEqual([status ?? expect.any(Number)]);
  });

  test("a wrong secret ends no login", async () => {
    const seed = server.issueRefreshToken(name);
    const failure = await failureOf(call(refreshOf({ clientSecret: "wrong" }), seed));
    expect(failure).toMatchObject({ code: "request_rejected", oauthError: "invalid_client" });
    expect((await call(refreshOf(), seed)).accessToken).not.toBe("");
  });
});

test.each([
  ["github", providers.github],
  ["quickBooks", providers.quickBooks],
] as const)("%s says when its refresh token expires", async (name, preset) => {
  const { clientId, clientSecret } = server.client;
  const refresh = preset({ url: server.tokenUrl(name), clientId, clientSecret });
  const { refreshTokenExpiresAt } = await call(refresh, server.issueRefreshToken(name));
  expect(refreshTokenExpiresAt).toBeGreaterThan(Date.now() + 13 * 86_400_000);
});

import { expect, test } from "vitest";
import type { RegisteredProviderName } from "../src/index.ts";
import { form, refresh, started } from "./calls.ts";

const dead: readonly (readonly [RegisteredProviderName, number, object])[] = [
  ["github", 200, { error: "bad_refresh_token" }],
  ["slack", 200, { ok: false, error: "invalid_refresh_token" }],
  ["zoom", 400, { reason: "Invalid Token!" }],
  ["hubSpot", 400, { status: "BAD_REFRESH_TOKEN" }],
  ["x", 400, { error_description: "Value passed for the token was invalid." }],
  ["strava", 400, { errors: [{ resource: "RefreshToken" }] }],
  ["fitbit", 400, { errors: [{ errorType: "invalid_grant" }] }],
  ["atlassian", 403, { error: "invalid_grant" }],
  ["auth0", 403, { error: "invalid_grant" }],
  ["gitlab", 400, { error: "invalid_grant" }],
  ["xero", 400, { error: "invalid_grant" }],
];

test.each(dead)("%s: a dead refresh token is a %i with %j", async (provider, status, body) => {
  const server = await started();
  const response = await refresh(server, provider, "unknown");
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject(body);
});

test.each([
  ["github", { client_id: "id" }, 401],
  ["xero", {}, 401],
  ["airtable", { client_id: "id", client_secret: "secret" }, 401],
] as const)(
  "%s: a client that authenticates in another way is rejected",
  async (name, more, status) => {
    const server = await started();
    const fields = { grant_type: "refresh_token", refresh_token: "r1", ...more };
    const response = await fetch(server.tokenUrl(name), { method: "POST", ...form(fields) });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: "invalid_client" });
  },
);

test("gitlab: a refresh without its redirect URI is rejected", async () => {
  const server = await started();
  const { clientId, clientSecret } = server.client;
  const fields = {
    grant_type: "refresh_token",
    refresh_token: server.issueRefreshToken("gitlab"),
    client_id: clientId,
    client_secret: clientSecret,
  };
  const response = await fetch(server.tokenUrl("gitlab"), { method: "POST", ...form(fields) });
  expect(response.status).toBe(400);
});

test.each([
  ["github", "refresh_token_expires_in"],
  ["quickBooks", "x_refresh_token_expires_in"],
] as const)("%s: the reply has the lifetime of the refresh token", async (provider, field) => {
  const server = await started({ refreshTokenLifetime: 60_000 });
  const response = await refresh(server, provider, server.issueRefreshToken(provider));
  expect(await response.json()).toMatchObject({ [field]: 60 });
});

import { expect, test } from "vitest";
import { refresh, rotating, started, tokensIn, visit } from "./calls.ts";

test.each(rotating)("%s: a second use of a refresh token revokes the family", async (name) => {
  const server = await started();
  const stolen = server.issueRefreshToken(name);
  const tokens = await tokensIn(await refresh(server, name, stolen));
  const again = await refresh(server, name, stolen);
  // GitHub and Slack report errors with status 200.
  expect(await tokensIn(again)).toEqual({});
  expect(await tokensIn(await refresh(server, name, tokens.refreshToken))).toEqual({});
  expect((await visit(server.resourceUrl(name), tokens.accessToken)).status).toBe(401);
  expect(server.counters(name)).toMatchObject({ tokenRequests: 3, refreshes: 1, reuses: 1 });
});

test("if two requests send one refresh token at the same time, one gets tokens and the family is revoked", async () => {
  const server = await started();
  const refreshToken = server.issueRefreshToken("vault");
  const both = [refresh(server, "vault", refreshToken), refresh(server, "vault", refreshToken)];
  const statuses = (await Promise.all(both)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([200, 401]);
  expect(server.counters("vault")).toMatchObject({ refreshes: 1, reuses: 1 });
});

test("in the grace window, a spent refresh token returns the same tokens", async () => {
  const server = await started({ graceWindow: 60_000 });
  const refreshToken = server.issueRefreshToken("autional");
  const first = await tokensIn(await refresh(server, "autional", refreshToken));
  const second = await tokensIn(await refresh(server, "autional", refreshToken));
  expect(first.refreshToken).not.toBe(refreshToken);
  expect(second).toEqual(first);
  expect(server.counters()).toMatchObject({ tokenRequests: 2, refreshes: 1, reuses: 0 });
});

test("a correct client makes as many refreshes as there are expiries", async () => {
  const server = await started();
  let { accessToken, refreshToken } = server.issueTokens("partner");
  for (let round = 1; round <= 3; round += 1) {
    expect((await visit(server.resourceUrl("partner"), accessToken)).status).toBe(200);
    server.expireAccessTokens("partner");
    expect((await visit(server.resourceUrl("partner"), accessToken)).status).toBe(401);
    ({ accessToken, refreshToken } = await tokensIn(
      await refresh(server, "partner", refreshToken),
    ));
    expect(server.counters("partner")).toMatchObject({ refreshes: round, expiries: round });
  }
});

test("after a needless refresh, there are more refreshes than expiries", async () => {
  const server = await started();
  await refresh(server, "oroBank", server.issueTokens("oroBank").refreshToken);
  expect(server.counters()).toMatchObject({ refreshes: 1, expiries: 0 });
});

test("an operator can expire the access tokens of only one provider", async () => {
  const server = await started();
  const vault = server.issueTokens("vault");
  const partner = server.issueTokens("partner");
  server.expireAccessTokens("vault");
  expect((await visit(server.resourceUrl("vault"), vault.accessToken)).status).toBe(401);
  expect((await visit(server.resourceUrl("partner"), partner.accessToken)).status).toBe(200);
});

test("an operator can revoke every family", async () => {
  const server = await started();
  const { accessToken, refreshToken } = server.issueTokens("oroBank");
  server.revokeRefreshTokens();
  expect((await visit(server.resourceUrl("oroBank"), accessToken)).status).toBe(401);
  expect((await refresh(server, "oroBank", refreshToken)).status).toBe(401);
  expect(server.counters().reuses).toBe(0);
});

test("a server can omit the expiry of access tokens, for one provider or for all", async () => {
  const server = await started();
  server.configure("partner", { announceExpiry: false });
  const silent = await refresh(server, "partner", server.issueRefreshToken("partner"));
  expect(await silent.json()).not.toHaveProperty("expires_in");
  const outspoken = await refresh(server, "vault", server.issueRefreshToken("vault"));
  expect(await outspoken.json()).toHaveProperty("expires_in", 300);
});

test("the client's own access tokens have no refresh token", async () => {
  const server = await started();
  const { accessToken, refreshToken } = server.issueTokens("clientCredentials");
  expect(refreshToken).toBe("");
  expect((await visit(server.resourceUrl("clientCredentials"), accessToken)).status).toBe(200);
  expect(() => server.issueRefreshToken("clientCredentials")).toThrow(TypeError);
});

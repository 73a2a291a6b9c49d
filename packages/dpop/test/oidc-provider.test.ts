import { createTokenManager, memoryStore, type TokenSet } from "@refresh-once/core";
import { authFetch } from "@refresh-once/fetch";
import { refreshTokenGrant } from "@refresh-once/providers";
import { describe, expect, test } from "vitest";
import { createDpop } from "../src/index.ts";
import { clientId } from "./oidc/client.ts";
import { logIn } from "./oidc/log-in.ts";
import { type OidcServer, startOidcServer } from "./oidc/server.ts";

function clientOf(server: OidcServer, seed: Partial<TokenSet>, store = memoryStore()) {
  const dpop = createDpop();
  const { tokenUrl: url, resourceUrl } = server;
  const refresh = dpop.refresh((fetch) => refreshTokenGrant({ url, clientId, fetch }));
  const tokens = createTokenManager({ refresh, store, seed });
  const fetch = authFetch(tokens, { origins: [resourceUrl], fetch: dpop.fetch(tokens) });
  const storm = async (size: number) => {
    const responses = await Promise.all(Array.from({ length: size }, () => fetch(resourceUrl)));
    return responses.map(({ status }) => status);
  };
  return { dpop, tokens, fetch, storm, store };
}

const fifty = Array<number>(50).fill(200);

const withNonces = { nonces: "with nonces", requireNonce: true };
const withoutNonces = { nonces: "without nonces", requireNonce: false };

/** The long form is `TESTS=full`. The last test of this file always runs without nonces. */
const servers = process.env.TESTS === "full" ? [withoutNonces, withNonces] : [withNonces];

describe.each(servers)("against oidc-provider $nonces", ({ requireNonce }) => {
  /** A request for a nonce costs one call, and no refresh token. */
  const forNonce = requireNonce ? 1 : 0;

  test("50 requests at once from a cold start consume one refresh token", async () => {
    await using server = await startOidcServer({ requireNonce, mustBind: true });
    const { storm } = clientOf(server, await logIn(server));
    const { calls } = server.counts;
    expect(await storm(50)).toEqual(fifty);
    expect(server.counts).toMatchObject({ consumed: 1, revoked: 0 });
    expect(server.counts.calls - calls).toBe(1 + forNonce);
    expect(server.resource).toMatchObject({ hits: 50, accepted: 50 });
  });

  test("50 requests whose access token has died consume one refresh token", async () => {
    await using server = await startOidcServer({ requireNonce });
    const { storm } = clientOf(server, await logIn(server));
    await storm(1);
    const { calls } = server.counts;
    server.expireAccessTokens();
    expect(await storm(50)).toEqual(fifty);
    expect(server.counts).toMatchObject({ consumed: 2, revoked: 0 });
    expect(server.counts.calls - calls).toBe(1);
  });

  test("a resource that wants a nonce, and another one, causes no refresh", async () => {
    await using server = await startOidcServer({ requireNonce });
    const { storm } = clientOf(server, await logIn(server));
    await storm(1);
    const { calls } = server.counts;
    for (const hits of [2, 1, 1]) {
      if (hits === 2) server.resource.changeNonce();
      const before = server.resource.hits;
      expect(await storm(1)).toEqual([200]);
      expect(server.resource.hits - before).toBe(hits);
    }
    server.resource.changeNonce();
    expect(await storm(50)).toEqual(fifty);
    expect(server.counts).toMatchObject({ calls, consumed: 1, revoked: 0 });
  });

  test("an unbound refresh token gets a key at its first refresh, and a second process uses it", async () => {
    await using server = await startOidcServer({ requireNonce });
    const refreshToken = await server.issueRefreshToken();
    const first = clientOf(server, { refreshToken });
    expect(await first.storm(2)).toEqual([200, 200]);
    const { extra } = await first.tokens.get();
    await first.tokens.close();
    server.expireAccessTokens();
    const second = clientOf(server, { refreshToken }, first.store);
    expect(await second.storm(2)).toEqual([200, 200]);
    expect((await second.tokens.get()).extra?.dpop_jwk).toEqual(extra?.dpop_jwk);
    expect(server.counts).toMatchObject({ consumed: 2, revoked: 0 });
  });
});

test("Ed25519: the code, the refresh and the request are signed with the same key", async () => {
  await using server = await startOidcServer({ requireNonce: true, mustBind: true });
  const seed = await logIn(server, { algorithm: "Ed25519" });
  expect(seed.extra).toMatchObject({ dpop_jwk: { crv: "Ed25519" } });
  const { storm } = clientOf(server, seed);
  expect(await storm(3)).toEqual([200, 200, 200]);
  expect(server.counts).toMatchObject({ consumed: 1, revoked: 0 });
  // Two clients, of which each had to learn the nonce.
  const forNonce = "use_dpop_nonce: nonce is required in the DPoP proof";
  expect(server.counts.rejections).toEqual([forNonce, forNonce]);
});

test("a bound refresh token survives an attempt with another key, which is no key of its login", async () => {
  await using server = await startOidcServer({ requireNonce: false });
  const { refreshToken, extra } = await logIn(server);
  const other = clientOf(server, { refreshToken });
  await expect(other.tokens.get()).rejects.toMatchObject({ code: "invalid_grant" });
  expect(server.counts).toMatchObject({ consumed: 0, revoked: 0 });
  await other.tokens.set({ refreshToken, extra });
  expect(await other.storm(1)).toEqual([200]);
});

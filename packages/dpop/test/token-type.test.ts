import { createTokenManager, memoryStore } from "@refresh-once/core";
import { authFetch } from "@refresh-once/fetch";
import { autional } from "@refresh-once/providers";
import { expect, test } from "vitest";
import { createDpop } from "../src/index.ts";
import { clientOf, startBank } from "./bank.ts";

test("a provider that issues Bearer tokens: an error for each request, and no further refresh", async () => {
  const server = await startBank({ dpop: "off" });
  const { fetch, tokens, resourceUrl } = clientOf(server);
  for (let i = 0; i < 3; i++) {
    await expect(fetch(resourceUrl)).rejects.toMatchObject({
      code: "invalid_response",
      message: expect.stringContaining("allowBearer"),
    });
  }
  expect(server.counters()).toMatchObject({ refreshes: 1, reuses: 0, resourceRequests: 0 });
  server.configure("autional", { dpop: "required" });
  await tokens.renew(await tokens.get());
  expect((await fetch(resourceUrl)).status).toBe(200);
  expect(server.counters()).toMatchObject({ refreshes: 2, reuses: 0 });
});

test("allowBearer sends them as Bearer, and bound ones never", async () => {
  const server = await startBank({ dpop: "off" });
  const { fetch, tokens, resourceUrl } = clientOf(server, {}, { allowBearer: true });
  expect((await fetch(resourceUrl)).status).toBe(200);
  server.configure("autional", { dpop: "required" });
  const { accessToken } = await tokens.renew(await tokens.get());
  expect((await fetch(resourceUrl)).status).toBe(200);
  expect(accessToken).not.toBe("");
  expect(server.counters()).toMatchObject({ refreshes: 2, accepted: 2, unauthorized: 0 });
});

test("tokens that are older than the use of DPoP are renewed once, and then bound", async () => {
  const server = await startBank();
  const { accessToken, refreshToken } = server.issueTokens("autional");
  const seed = { accessToken, refreshToken, tokenType: "Bearer" };
  const { fetch, resourceUrl } = clientOf(server, { seed });
  const requests = Array.from({ length: 10 }, async () => (await fetch(resourceUrl)).status);
  expect(await Promise.all(requests)).toEqual(Array(10).fill(200));
  expect(server.counters()).toMatchObject({ refreshes: 1, accepted: 10, resourceRequests: 10 });
});

test("a refresh function that is not wrapped is named, and costs one refresh", async () => {
  const server = await startBank({ dpop: "off" });
  const dpop = createDpop();
  const { accessToken, refreshToken } = server.issueTokens("autional");
  const tokens = createTokenManager({
    refresh: autional({ url: server.tokenUrl("autional") }),
    seed: { accessToken, refreshToken },
  });
  const origins = [server.origin];
  const fetch = authFetch(tokens, { origins, fetch: dpop.fetch(tokens) });
  for (let i = 0; i < 3; i++) {
    await expect(fetch(server.resourceUrl("autional"))).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringContaining("dpop.refresh"),
    });
  }
  expect(server.counters()).toMatchObject({ refreshes: 1, resourceRequests: 0 });
});

test("Autional's field binds a token whose type is Bearer, and its algorithm is used for a new key", async () => {
  const dpop = createDpop();
  const seed = { refreshToken: "r0", extra: { dpop_signing_alg: "EdDSA" } };
  const tokens = createTokenManager({
    refresh: dpop.refresh(() => async () => ({
      access_token: "a1",
      token_type: "Bearer",
      dpop_access_token_bound: true,
    })),
    seed,
  });
  const schemes: (string | null)[] = [];
  const send = async (_: unknown, init?: RequestInit) => {
    schemes.push(new Headers(init?.headers).get("authorization"));
    return new Response("ok");
  };
  const fetch = authFetch(tokens, {
    origins: ["https://api.example"],
    fetch: dpop.fetch(tokens, send),
  });
  await fetch("https://api.example/");
  expect(schemes).toEqual(["DPoP a1"]);
  expect((await tokens.get()).extra).toMatchObject({ dpop_jwk: { crv: "Ed25519" } });
});

test("a bound token whose key is missing is not sent, and its refresh token stays", async () => {
  const server = await startBank();
  const store = memoryStore();
  const seed = { ...server.issueTokens("autional"), tokenType: "DPoP" };
  const { fetch, tokens, resourceUrl } = clientOf(server, { store, seed });
  await expect(fetch(resourceUrl)).rejects.toMatchObject({ code: "login_required" });
  await expect(tokens.renew(await tokens.get())).rejects.toMatchObject({ code: "login_required" });
  expect(server.counters()).toMatchObject({ tokenRequests: 0, resourceRequests: 0 });
  expect((await store.read())?.tokens?.refreshToken).toBe(seed.refreshToken);
});

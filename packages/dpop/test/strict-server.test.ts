import { memoryStore, whyNotSentAgain } from "@refresh-once/core";
import { describe, expect, test } from "vitest";
import { clientOf, startBank } from "./bank.ts";

const status = async (response: Promise<Response>) => (await response).status;

test("50 requests at once with nonces at both endpoints: one refresh, and one retry for each nonce", async () => {
  const server = await startBank({ dpopNonces: "both", latency: 20 });
  const { fetch, resourceUrl } = clientOf(server);
  const storm = () => Promise.all(Array.from({ length: 50 }, () => status(fetch(resourceUrl))));
  expect(await storm()).toEqual(Array(50).fill(200));
  expect(server.counters()).toMatchObject({ tokenRequests: 2, refreshes: 1, expiries: 1 });
  server.expireAccessTokens();
  expect(await storm()).toEqual(Array(50).fill(200));
  expect(server.counters()).toMatchObject({ tokenRequests: 3, refreshes: 2, expiries: 2 });
});

describe("a nonce that changes", () => {
  test("at the resource, causes one retry and no refresh", async () => {
    const server = await startBank({ dpopNonces: "resource" });
    const { fetch, resourceUrl } = clientOf(server);
    await fetch(resourceUrl);
    for (let change = 0; change < 3; change++) {
      const { resourceRequests } = server.counters();
      server.changeDpopNonces();
      expect(await status(fetch(resourceUrl))).toBe(200);
      expect(server.counters().resourceRequests - resourceRequests).toBe(2);
    }
    expect(server.counters()).toMatchObject({ tokenRequests: 1, refreshes: 1 });
  });

  test("at the token endpoint, causes one retry with the same refresh token", async () => {
    const server = await startBank({ dpopNonces: "token" });
    const { tokens } = clientOf(server);
    let current = await tokens.get();
    for (let change = 0; change < 3; change++) {
      const { tokenRequests } = server.counters();
      server.changeDpopNonces();
      current = await tokens.renew(current);
      expect(server.counters().tokenRequests - tokenRequests).toBe(2);
    }
    expect(server.counters()).toMatchObject({ refreshes: 4, reuses: 0 });
  });
});

describe("P5: a request that needs a nonce, and whose body", () => {
  test.each([
    ["is a string", () => ({ body: "ada" })],
    ["is a form", () => ({ body: new URLSearchParams({ name: "ada" }) })],
    ["is a Blob", () => ({ body: new Blob(["ada"]) })],
  ])("%s, is sent again with it", async (_, init) => {
    const server = await startBank({ dpopNonces: "resource" });
    const { fetch, resourceUrl } = clientOf(server);
    const response = await fetch(resourceUrl, { method: "POST", ...init() });
    expect((await response.json()).body).toContain("ada");
  });

  test("is that of a Request, is sent again with it", async () => {
    const server = await startBank({ dpopNonces: "resource" });
    const { fetch, resourceUrl } = clientOf(server);
    const response = await fetch(new Request(resourceUrl, { method: "PUT", body: "ada" }));
    expect(await response.json()).toMatchObject({ method: "PUT", body: "ada" });
    expect(server.counters()).toMatchObject({ refreshes: 1, resourceRequests: 2 });
  });

  test("is that of a Request in the second argument, is sent again with it", async () => {
    const server = await startBank({ dpopNonces: "resource" });
    const { fetch, resourceUrl } = clientOf(server);
    const request = new Request(resourceUrl, { method: "PUT", body: "ada" });
    const response = await fetch(resourceUrl, request);
    expect(await response.json()).toMatchObject({ method: "PUT", body: "ada" });
    expect(server.counters()).toMatchObject({ refreshes: 1, resourceRequests: 2 });
  });

  test("is a stream, gets the 401 with its reason, and causes no refresh", async () => {
    const server = await startBank({ dpopNonces: "resource" });
    const { fetch, resourceUrl } = clientOf(server);
    const init = () => ({ body: new Blob(["ada"]).stream(), duplex: "half" as const });
    const upload = () => fetch(resourceUrl, { method: "POST", ...init() });
    const response = await upload();
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain("use_dpop_nonce");
    expect(whyNotSentAgain(response)).toBe("body_is_one_shot");
    expect(server.counters()).toMatchObject({ refreshes: 1, resourceRequests: 1 });
    expect(await status(upload())).toBe(200);
  });
});

test("a late 401 and a new token: each request is signed for the token that it carries", async () => {
  const server = await startBank();
  const { fetch, tokens, resourceUrl } = clientOf(server);
  const slow = fetch(`${resourceUrl}?delay=200`);
  await tokens.renew(await tokens.get());
  expect(await Promise.all([status(slow), status(fetch(resourceUrl))])).toEqual([200, 200]);
});

describe("the key belongs to the login", () => {
  test("a manager on the same store signs with the same key, and the refresh token survives", async () => {
    const server = await startBank({ dpopNonces: "token" });
    const store = memoryStore();
    const seed = { refreshToken: server.issueRefreshToken("autional") };
    const first = clientOf(server, { store, seed });
    const { extra } = await first.tokens.get();
    expect(extra?.dpop_jwk).toMatchObject({ kty: "EC", crv: "P-256", d: expect.any(String) });
    server.expireAccessTokens();
    const second = clientOf(server, { store });
    expect(await status(second.fetch(second.resourceUrl))).toBe(200);
    expect((await second.tokens.get()).extra?.dpop_jwk).toEqual(extra?.dpop_jwk);
    expect(server.counters()).toMatchObject({ refreshes: 2, reuses: 0 });
  });

  test("a new login gets a key of its own, and the old access token is still sent with the old key", async () => {
    const server = await startBank();
    const { dpop, tokens, resourceUrl } = clientOf(server);
    const old = await tokens.get();
    const fetch = dpop.fetch(tokens);
    await tokens.set({ refreshToken: server.issueRefreshToken("autional") });
    const fresh = await tokens.get();
    expect(fresh.extra?.dpop_jwk).not.toEqual(old.extra?.dpop_jwk);
    for (const { accessToken } of [old, fresh]) {
      const headers = { authorization: `Bearer ${accessToken}` };
      expect(await status(fetch(resourceUrl, { headers }))).toBe(200);
    }
  });

  test("several accounts share one createDpop, each with its own key", async () => {
    const server = await startBank();
    const { dpop, tokens } = clientOf(server);
    const other = clientOf(server);
    await Promise.all([tokens.get(), other.tokens.get()]);
    const fetch = dpop.fetch(other.tokens, dpop.fetch(tokens));
    for (const manager of [tokens, other.tokens]) {
      const { accessToken } = await manager.get();
      const headers = { authorization: `Bearer ${accessToken}` };
      expect(await status(fetch(other.resourceUrl, { headers }))).toBe(200);
    }
  });

  test("the reply is lost, and the grace window repeats tokens of the same key", async () => {
    const server = await startBank({ graceWindow: 600_000 });
    const { fetch, resourceUrl } = clientOf(server);
    server.fault("autional", { kind: "lostReply" });
    expect(await status(fetch(resourceUrl))).toBe(200);
    expect(server.counters()).toMatchObject({ tokenRequests: 2, refreshes: 1, reuses: 0 });
  });
});

test("requests without a token of the manager are not changed", async () => {
  const server = await startBank();
  const { fetch, tokens, resourceUrl } = clientOf(server);
  await tokens.get();
  for (const authorization of ["Bearer somebody-else", "Basic YTpi", "DPoP mine"]) {
    await fetch(server.otherOrigin, { headers: { authorization } });
    await fetch(resourceUrl, { headers: { authorization } });
  }
  expect(server.foreignRequests().map(({ headers }) => headers.authorization)).toEqual([
    "Bearer somebody-else",
    "Basic YTpi",
    "DPoP mine",
  ]);
  expect(server.foreignRequests().some(({ headers }) => "dpop" in headers)).toBe(false);
});

import { createHash } from "node:crypto";
import { createTokenManager } from "@refresh-once/core";
import { type AdapterTokens, adapterTokens } from "@refresh-once/core/adapter";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { createDpop, type DpopOptions } from "../src/index.ts";

interface Sent {
  readonly authorization: string | null;
  readonly claims: ReturnType<typeof decodeJwt>;
  readonly header: ReturnType<typeof decodeProtectedHeader>;
}

/** A `fetch` whose requests go nowhere, and are answered one after the other; the last answer is repeated. */
function requestsOf(answers: readonly Response[] = [], options?: DpopOptions) {
  const sent: Sent[] = [];
  const left = [...answers];
  const dpop = createDpop(options);
  const tokens = createTokenManager({
    refresh: dpop.refresh(() => async () => ({ accessToken: "a1", tokenType: "DPoP" })),
  });
  const send = async (_: string | URL | Request, init?: RequestInit) => {
    const headers = new Headers(init?.headers);
    const proof = headers.get("dpop") ?? "";
    const claims = decodeJwt(proof);
    sent.push({
      authorization: headers.get("authorization"),
      claims,
      header: decodeProtectedHeader(proof),
    });
    return left.shift() ?? new Response("ok");
  };
  const fetch = dpop.fetch(tokens, send);
  const request = async (url: string | URL | Request, init: RequestInit = {}) => {
    const { accessToken } = await tokens.get();
    const headers = { authorization: `Bearer ${accessToken}` };
    return fetch(url, { ...init, headers });
  };
  return { request, sent, send };
}

const api = "https://api.example";
const withNonce = (nonce: string, status = 200, headers = {}) =>
  new Response("{}", { status, headers: { "dpop-nonce": nonce, ...headers } });
const challenge = { "www-authenticate": 'DPoP error="use_dpop_nonce"' };

test("a proof has the claims and the header of RFC 9449 §4.2, and no private key", async () => {
  const { request, sent } = requestsOf();
  await request(`${api}/accounts`);
  const [first] = sent;
  expect(first?.authorization).toBe("DPoP a1");
  expect(first?.claims).toEqual({
    htm: "GET",
    htu: `${api}/accounts`,
    ath: createHash("sha256").update("a1").digest("base64url"),
    iat: expect.any(Number),
    jti: expect.stringMatching(/^[\da-f-]{36}$/),
  });
  expect(first?.header).toEqual({
    typ: "dpop+jwt",
    alg: "ES256",
    jwk: { kty: "EC", crv: "P-256", x: expect.any(String), y: expect.any(String) },
  });
});

test("Ed25519 by option", async () => {
  const { request, sent } = requestsOf([], { algorithm: "Ed25519" });
  await request(api);
  expect(sent[0]?.header).toMatchObject({ alg: "Ed25519", jwk: { kty: "OKP", crv: "Ed25519" } });
});

test.each<[string | URL | Request, RequestInit, string, string]>([
  [`${api}/a?b=c#d`, {}, "GET", `${api}/a`],
  [new URL(`${api}:443/ä/./b/../c?`), { method: "post" }, "POST", `${api}/%C3%A4/c`],
  [new Request(`${api}/x?y`, { method: "PUT" }), {}, "PUT", `${api}/x`],
  [new Request(`${api}/x`), { method: "patch" }, "patch", `${api}/x`],
  [api, {}, "GET", `${api}/`],
])("htm and htu are those of the request: %s", async (url, init, htm, htu) => {
  const { request, sent } = requestsOf();
  await request(url, init);
  expect(sent[0]?.claims).toMatchObject({ htm, htu });
});

test("each request has a proof of its own", async () => {
  const { request, sent } = requestsOf();
  await Promise.all([request(api), request(api), request(api)]);
  expect(new Set(sent.map(({ claims }) => claims.jti)).size).toBe(3);
});

test("tokens of a page that were replaced before they came are signed as well", async () => {
  const { sent, send } = requestsOf();
  const dpop = createDpop();
  const { extra } = await dpop.createKey();
  const tokens = { accessToken: "replaced", tokenType: "DPoP", extra };
  const view: AdapterTokens = {
    get: async () => tokens,
    renew: async () => tokens,
    peek: () => undefined,
    usableUntil: 0,
    onChange: () => expect.fail("a listener would keep the manager in memory"),
    recall: (accessToken) => (accessToken === "replaced" ? tokens : undefined),
    coolDown: () => {},
  };
  const inner = createTokenManager({ refresh: async () => tokens });
  const manager = Object.create(inner, { [adapterTokens]: { value: view } });
  await dpop.fetch(manager, send)(api, { headers: { authorization: "Bearer replaced" } });
  expect(sent[0]?.authorization).toBe("DPoP replaced");
});

describe("nonces", () => {
  const noncesIn = (sent: readonly Sent[]) => sent.map(({ claims }) => claims.nonce);

  test("are learned from any response, also a 200", async () => {
    const { request, sent } = requestsOf([withNonce("n1"), withNonce("n2", 500), withNonce("n2")]);
    for (let i = 0; i < 4; i++) await request(api);
    expect(noncesIn(sent)).toEqual([undefined, "n1", "n2", "n2"]);
  });

  test("belong to an origin", async () => {
    const { request, sent } = requestsOf([withNonce("n1"), withNonce("n2")]);
    await request(api);
    await request("https://other.example/");
    await request(api);
    expect(noncesIn(sent)).toEqual([undefined, undefined, "n1"]);
  });

  test.each(["a b", 'a"b', "n1, n2"])("%j is none", async (nonce) => {
    const { request, sent } = requestsOf([withNonce(nonce)]);
    await request(api);
    await request(api);
    expect(noncesIn(sent)).toEqual([undefined, undefined]);
  });

  test("a request is sent again once, however often the server asks", async () => {
    const asks = (nonce: string) => withNonce(nonce, 401, challenge);
    const { request, sent } = requestsOf([asks("n1"), asks("n2"), asks("n3"), asks("n4")]);
    expect((await request(api)).status).toBe(401);
    expect(noncesIn(sent)).toEqual([undefined, "n1"]);
    expect((await request(api)).status).toBe(401);
    expect(noncesIn(sent)).toEqual([undefined, "n1", "n2", "n3"]);
  });

  test.each<[string, Response]>([
    ["a 401 about the token", withNonce("n1", 401, { "www-authenticate": "DPoP" })],
    ["a 403", withNonce("n1", 403, challenge)],
    ["a 401 without a nonce", new Response("", { status: 401, headers: challenge })],
  ])("%s is not sent again", async (_, answer) => {
    const { request, sent } = requestsOf([answer]);
    expect(await request(api)).toBe(answer);
    expect(sent).toHaveLength(1);
  });
});

import { describe, expect, test } from "vitest";
import type { AuthorizationServer, Fault } from "../src/index.ts";
import { form, refresh, started, tokensIn, visit } from "./calls.ts";

const provider = "rfc6749";

/** Sends a revocation as the registered client. */
function revoke(server: AuthorizationServer, fields: Record<string, string>): Promise<Response> {
  const { clientId: client_id, clientSecret: client_secret } = server.client;
  return send(server, form({ client_id, client_secret, ...fields }));
}

const send = (server: AuthorizationServer, init: RequestInit) =>
  fetch(server.revocationUrl(provider), { method: "POST", ...init });

const isLive = async (server: AuthorizationServer, accessToken: string) =>
  (await visit(server.resourceUrl(provider), accessToken)).status === 200;

describe("revoking a refresh token (RFC 7009 §2)", () => {
  test("revokes its whole family, with the access tokens of all its refreshes", async () => {
    const server = await started();
    const first = server.issueTokens(provider);
    const second = await tokensIn(await refresh(server, provider, first.refreshToken));
    const response = await revoke(server, { token: second.refreshToken });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await isLive(server, first.accessToken)).toBe(false);
    expect(await isLive(server, second.accessToken)).toBe(false);
    expect((await refresh(server, provider, second.refreshToken)).status).toBe(400);
    expect(server.counters(provider)).toMatchObject({ revocations: 1, reuses: 0 });
  });

  test("that is already spent revokes its family as well", async () => {
    const server = await started();
    const spent = server.issueRefreshToken(provider);
    const { accessToken } = await tokensIn(await refresh(server, provider, spent));
    await revoke(server, { token: spent });
    expect(await isLive(server, accessToken)).toBe(false);
  });

  test("does not affect other families", async () => {
    const server = await started();
    const other = server.issueTokens(provider);
    await revoke(server, { token: server.issueRefreshToken(provider) });
    expect(await isLive(server, other.accessToken)).toBe(true);
    expect((await refresh(server, provider, other.refreshToken)).status).toBe(200);
  });
});

test("revoking an access token affects only that token, and its refresh token stays valid", async () => {
  const server = await started();
  const { accessToken, refreshToken } = server.issueTokens(provider);
  const response = await revoke(server, { token: accessToken });
  expect(response.status).toBe(200);
  expect(await isLive(server, accessToken)).toBe(false);
  expect((await refresh(server, provider, refreshToken)).status).toBe(200);
  expect(server.counters(provider)).toMatchObject({ revocations: 1, refreshes: 1, expiries: 1 });
});

test.each(["refresh_token", "access_token", "anything"])(
  "a hint changes nothing, whether it is right or wrong: %s",
  async (token_type_hint) => {
    const server = await started();
    const tokens = [server.issueTokens(provider), server.issueTokens(provider)] as const;
    await revoke(server, { token: tokens[0].accessToken, token_type_hint });
    await revoke(server, { token: tokens[1].refreshToken, token_type_hint });
    expect(await isLive(server, tokens[0].accessToken)).toBe(false);
    expect(await isLive(server, tokens[1].accessToken)).toBe(false);
  },
);

test("an unknown or already revoked token is a 200, and does not count as a revocation", async () => {
  const server = await started();
  const { accessToken, refreshToken } = server.issueTokens(provider);
  for (const token of [refreshToken, refreshToken, accessToken, "unknown"]) {
    expect((await revoke(server, { token })).status).toBe(200);
  }
  expect(server.counters().revocations).toBe(1);
});

describe("a rejected request revokes nothing:", () => {
  const errorOf = async (response: Response) => [response.status, (await response.json()).error];

  test("without a token", async () => {
    const server = await started();
    expect(await errorOf(await revoke(server, {}))).toEqual([400, "invalid_request"]);
  });

  test.each([
    ["another secret", { client_secret: "wrong" }],
    ["another client", { client_id: "wrong" }],
  ])("with %s", async (_, wrong) => {
    const server = await started();
    const { accessToken, refreshToken } = server.issueTokens(provider);
    const response = await revoke(server, { token: refreshToken, ...wrong });
    expect(response.headers.get("www-authenticate")).toMatch(/^Basic realm=/);
    expect(await errorOf(response)).toEqual([401, "invalid_client"]);
    expect(await isLive(server, accessToken)).toBe(true);
  });

  test("with a body that is not a form", async () => {
    const server = await started();
    const response = await send(server, { body: JSON.stringify({ token: "x" }) });
    expect(await errorOf(response)).toEqual([400, "invalid_request"]);
  });

  test("with a method other than POST", async () => {
    const server = await started();
    expect((await fetch(server.revocationUrl(provider))).status).toBe(405);
  });
});

describe("faults of the revocation endpoint", () => {
  const unsupported = JSON.stringify({ error: "unsupported_token_type" });

  test.each<[Fault, boolean]>([
    [{ kind: "status", status: 503, retryAfter: 7 }, true],
    [{ kind: "status", status: 400, body: unsupported }, true],
    [{ kind: "reset" }, true],
    [{ kind: "lostReply" }, false],
  ])("%j takes effect before or after the revocation", async (fault, livesOn) => {
    const server = await started();
    const { accessToken, refreshToken } = server.issueTokens(provider);
    server.fault(provider, fault, 1, "revocation");
    const outcome = await revoke(server, { token: refreshToken }).catch(() => undefined);
    expect(outcome?.status).toBe(fault.kind === "status" ? fault.status : undefined);
    expect(await isLive(server, accessToken)).toBe(livesOn);
    expect((await revoke(server, { token: refreshToken })).status).toBe(200);
    expect(await isLive(server, accessToken)).toBe(false);
  });

  test("do not affect the token endpoint, nor the other way round", async () => {
    const server = await started();
    server.fault(provider, { kind: "status", status: 500 }, 1, "revocation");
    server.fault(provider, { kind: "status", status: 501 });
    const token = server.issueRefreshToken(provider);
    expect((await refresh(server, provider, token)).status).toBe(501);
    expect((await revoke(server, { token })).status).toBe(500);
  });
});

test("a provider without a revocation endpoint is a TypeError that lists those with one", async () => {
  const server = await started();
  const wanted = '"provider" must be one with a revocation endpoint: rfc6749';
  expect(() => Reflect.apply(server.revocationUrl, server, ["vault"])).toThrow(wanted);
  expect(() => server.fault("vault", { kind: "reset" }, 1, "revocation")).toThrow(TypeError);
});

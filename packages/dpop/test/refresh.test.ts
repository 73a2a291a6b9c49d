import { inspect } from "node:util";
import { createTokenManager, type TokenEvent, type TokenReply } from "@refresh-once/core";
import { oroBank, refreshTokenGrant } from "@refresh-once/providers";
import { describe, expect, test, vi } from "vitest";
import { createDpop } from "../src/index.ts";
import { startBank } from "./bank.ts";

const signal = AbortSignal.timeout(600_000);
const url = "https://auth.example/token";

test("the wrapped function keeps the endpoint, and wrong options are reported at once", () => {
  const dpop = createDpop();
  const refresh = dpop.refresh((fetch) => refreshTokenGrant({ url, clientId: "app", fetch }));
  expect(refresh.endpoint).toBe("https://auth.example");
  const wrong = (fetch: typeof globalThis.fetch) => refreshTokenGrant({ url, clientId: "", fetch });
  expect(() => dpop.refresh(wrong)).toThrow('"clientId"');
  expect(() => Reflect.apply(dpop.refresh, dpop, [() => undefined])).toThrow('"make"');
  expect(() => Reflect.apply(dpop.refresh, dpop, [oroBank()])).toThrow('"make"');
  expect(() => Reflect.apply(dpop.refresh, dpop, [async () => oroBank()])).toThrow('"make"');
});

test("a preset that was not called is recognized", () => {
  const refresh = Reflect.apply(createDpop().refresh, undefined, [() => oroBank]);
  expect(() => createTokenManager({ refresh })).toThrow("call the preset: oroBank");
});

describe("whatever a refresh function returns, the new refresh token and the key are kept", () => {
  const key = { dpop_jwk: expect.objectContaining({ crv: "P-256" }) };
  const frozen = Object.freeze({ access_token: "a1", refresh_token: "r1", id_token: "i1" });
  class Reply implements TokenReply {
    readonly access_token = "a1";
    get refresh_token() {
      return "r1";
    }
  }

  test.each<[string, object, object]>([
    [
      "a response",
      { access_token: "a1", refresh_token: "r1", scope: "s", id_token: "i1" },
      { id_token: "i1" },
    ],
    ["a frozen response", frozen, { id_token: "i1" }],
    ["an object of a class", new Reply(), {}],
    ["a token set", { accessToken: "a1", refreshToken: "r1" }, {}],
    [
      "a token set with extra",
      { accessToken: "a1", refreshToken: "r1", extra: { id: 7 } },
      { id: 7 },
    ],
    [
      "a response with extra",
      { access_token: "a1", refresh_token: "r1", extra: { id: 7 } },
      { id: 7 },
    ],
  ])("%s", async (_, result, extra) => {
    const refresh = Reflect.apply(createDpop().refresh, undefined, [() => async () => result]);
    const tokens = createTokenManager({ refresh, seed: { refreshToken: "r0" } });
    expect(await tokens.get()).toMatchObject({ accessToken: "a1", refreshToken: "r1" });
    expect((await tokens.get()).extra).toEqual({ ...extra, ...key });
  });

  test("a response with an unusable field still causes its event", async () => {
    const server = await startBank({ dpop: "accepted" });
    const events: TokenEvent[] = [];
    server.fault("rfc6749", {
      kind: "reply",
      body: '{"access_token":"a1","refresh_token":"r1","token_type":"DPoP","expires_in":"soon"}',
    });
    const { clientId, clientSecret } = server.client;
    const tokens = createTokenManager({
      refresh: createDpop().refresh((fetch) =>
        refreshTokenGrant({ url: server.tokenUrl("rfc6749"), clientId, clientSecret, fetch }),
      ),
      seed: { refreshToken: server.issueRefreshToken("rfc6749") },
      onEvent: (event) => events.push(event),
    });
    expect(await tokens.get()).toMatchObject({ refreshToken: "r1", extra: key });
    expect(events).toContainEqual(
      expect.objectContaining({ type: "ignored_field", field: "expires_in" }),
    );
  });
});

test("a function of one's own that throws at once has sent nothing", async () => {
  const refresh = createDpop().refresh((): (() => Promise<TokenReply>) => () => {
    throw new TypeError("no configuration");
  });
  await expect(refresh({ accessToken: "", refreshToken: "r0" }, { signal })).rejects.toMatchObject({
    code: "misconfigured",
    message: expect.stringContaining("no configuration"),
  });
});

test("without WebCrypto, nothing is sent", async () => {
  vi.stubGlobal("crypto", {});
  let calls = 0;
  const refresh = createDpop().refresh(() => async () => ({ access_token: `a${++calls}` }));
  const failed = refresh({ accessToken: "", refreshToken: "r0" }, { signal });
  await expect(failed).rejects.toMatchObject({ code: "misconfigured" });
  vi.unstubAllGlobals();
  expect(calls).toBe(0);
});

test("an attempt that failed uses the same key again, and another login another one", async () => {
  const used: string[] = [];
  const send = async (_: unknown, init?: RequestInit) => {
    const proof = new Headers(init?.headers).get("dpop") ?? "";
    const { jwk } = JSON.parse(Buffer.from(proof.split(".", 1)[0] ?? "", "base64url").toString());
    used.push(jwk.x);
    throw new TypeError("fetch failed");
  };
  const refresh = createDpop({ fetch: send }).refresh((fetch) =>
    refreshTokenGrant({ url, clientId: "app", fetch }),
  );
  for (const refreshToken of ["r0", "r0", "r1"]) {
    await expect(refresh({ accessToken: "", refreshToken }, { signal })).rejects.toThrow();
  }
  expect(used[0]).toBe(used[1]);
  expect(used[0]).not.toBe(used[2]);
});

test.each([
  [{ error: "invalid_grant" }, 400, 1],
  [{ error: "use_dpop_nonce" }, 500, 1],
  [{ error: "use_dpop_nonce" }, 400, 2],
  [{ error: "use_dpop_nonce" }, 401, 2],
])("the reply %j with a nonce and the status %d: %d requests", async (reply, status, requests) => {
  let sent = 0;
  const send = async () => {
    sent++;
    return Response.json(reply, { status, headers: { "dpop-nonce": `n${sent}` } });
  };
  const refresh = createDpop({ fetch: send }).refresh((fetch) =>
    refreshTokenGrant({ url, clientId: "app", fetch }),
  );
  const failed = refresh({ accessToken: "", refreshToken: "r0" }, { signal });
  await expect(failed).rejects.toMatchObject({ oauthError: reply.error });
  expect(sent).toBe(requests);
});

describe("an imported key", () => {
  test.each([
    ["no object", "secret-key"],
    ["a public key", { kty: "EC", crv: "P-256", x: "x", y: "y" }],
    ["another curve", { kty: "EC", crv: "P-384", x: "x", y: "y", d: "secret-key" }],
    ["no point of the curve", { kty: "EC", crv: "P-256", x: "AA", y: "AA", d: "secret-key" }],
  ])("that is %s is an error without the key, and nothing is sent", async (_, jwk) => {
    const refresh = createDpop().refresh(() => async () => ({ access_token: "never" }));
    const tokens = createTokenManager({
      refresh,
      seed: { refreshToken: "r0", extra: { dpop_jwk: jwk } },
    });
    const failure: unknown = await tokens.get().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "misconfigured" });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain("secret-key");
  });

  test("signs the refreshes and the requests of its login", async () => {
    const server = await startBank();
    const { privateKey } = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
    const { kty, crv, x, d } = await crypto.subtle.exportKey("jwk", privateKey);
    const jwk = { kty, crv, x, d };
    const dpop = createDpop();
    const tokens = createTokenManager({
      refresh: dpop.refresh((fetch) =>
        refreshTokenGrant({
          url: server.tokenUrl("rfc6749"),
          clientId: server.client.clientId,
          clientSecret: server.client.clientSecret,
          fetch,
        }),
      ),
    });
    const refreshToken = server.issueRefreshToken("rfc6749");
    await tokens.set({ refreshToken, extra: { dpop_jwk: jwk } });
    const { accessToken, extra } = await tokens.get();
    expect(extra).toEqual({ dpop_jwk: jwk });
    const fetch = dpop.fetch(tokens);
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await fetch(server.resourceUrl("rfc6749"), { headers })).status).toBe(200);
  });
});

test.each([
  [{ algorithm: "RS256" }, '"algorithm"'],
  [{ allowBearer: 1 }, '"allowBearer"'],
  [{ keys: {} }, '"keys"'],
  [{ fetch: "fetch" }, '"fetch"'],
  [{ alg: "ES256" }, '"alg"'],
])("a wrong option is named: %j", (options, name) => {
  expect(() => Reflect.apply(createDpop, undefined, [options])).toThrow(name);
});

test("another thing than a manager is named", () => {
  const dpop = createDpop();
  expect(() => Reflect.apply(dpop.fetch, dpop, [{}])).toThrow('dpop.fetch: "tokens"');
  expect(() => Reflect.apply(dpop.adapter, dpop, [{}, async () => {}])).toThrow("dpop.adapter");
});

import { generateKeyPairSync, type JsonWebKey, webcrypto } from "node:crypto";
import { TokenError } from "@refresh-once/core";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import {
  type ClientAuthenticator,
  clientCredentials,
  refreshTokenGrant,
  tokenEndpoint,
  tokenRevocation,
} from "../src/index.ts";
import { type PrivateKeyJwtOptions, privateKeyJwt } from "../src/private-key-jwt.ts";
import { call, failureOf, thrownBy } from "./call.ts";
import { startOidcServer } from "./oidc-server.ts";

const clientId = "app:1 %";
const clientSecret = "p+q&r=s%/? :";

const form = { "content-type": "application/x-www-form-urlencoded" };
const body = { grant_type: "refresh_token", refresh_token: "{refreshToken}" };

/** A server with one client. */
function serverOf(
  token_endpoint_auth_method: "client_secret_basic" | "client_secret_post" | "none",
) {
  const secret = token_endpoint_auth_method === "none" ? {} : { client_secret: clientSecret };
  return startOidcServer([{ client_id: clientId, token_endpoint_auth_method, ...secret }]);
}

describe("oidc-provider accepts", () => {
  test.each(["client_secret_basic", "client_secret_post", "none"] as const)(
    "%s",
    async (method) => {
      const { tokenUrl: url, issueRefreshToken } = await serverOf(method);
      const client = {
        clientId,
        ...(method !== "none" && { clientSecret }),
        clientAuthentication: method,
      };
      for (const refresh of [
        refreshTokenGrant({ url, ...client }),
        tokenEndpoint({ url, headers: form, body, ...client }),
      ]) {
        const seed = await issueRefreshToken(clientId);
        const { accessToken, refreshToken } = await call(refresh, seed);
        expect(accessToken).not.toBe("");
        expect(refreshToken).not.toBe(seed);
        expect((await call(refresh, refreshToken)).accessToken).not.toBe(accessToken);
      }
      if (method === "none") return;
      const { accessToken } = await call(clientCredentials({ url, ...client }));
      expect(accessToken).not.toBe("");
    },
  );

  test("client_secret_basic by default, as a secret is given", async () => {
    const { tokenUrl, revocationUrl, issueRefreshToken } = await serverOf("client_secret_basic");
    const client = { clientId, clientSecret };
    const refresh = refreshTokenGrant({ url: tokenUrl, ...client });
    const tokens = await call(refresh, await issueRefreshToken(clientId));
    const { signal } = new AbortController();
    await tokenRevocation({ url: revocationUrl, ...client })(tokens, { signal });
    expect(await failureOf(call(refresh, tokens.refreshToken))).toMatchObject({
      code: "invalid_grant",
    });
  });

  test("no client that authenticates in another way than it is registered with", async () => {
    const { tokenUrl: url, issueRefreshToken } = await serverOf("none");
    const refresh = refreshTokenGrant({ url, clientId, clientSecret });
    const failure = await failureOf(call(refresh, await issueRefreshToken(clientId)));
    expect(failure).toMatchObject({ code: "request_rejected", oauthError: "invalid_client" });
  });
});

/** A key pair as JWKs, as PEM and as a CryptoKey. */
async function keyPair(alg: "ES256" | "RS256" | "PS256" | "EdDSA") {
  const { publicKey, privateKey } = pairs[alg]();
  const jwk: JsonWebKey = privateKey.export({ format: "jwk" });
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  const cryptoKey = await webcrypto.subtle.importKey("jwk", jwk, algorithms[alg], false, ["sign"]);
  const publicJwk = { ...publicKey.export({ format: "jwk" }), kid: "k1", use: "sig", alg };
  return { jwk: { ...jwk, alg, kid: "k1" }, pem, cryptoKey, publicJwk };
}

/** Made once, because it takes long. */
const rsaPair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const rsa = () => rsaPair;
const pairs = {
  ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  RS256: rsa,
  PS256: rsa,
  EdDSA: () => generateKeyPairSync("ed25519"),
};
const algorithms = {
  ES256: { name: "ECDSA", namedCurve: "P-256" },
  RS256: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  PS256: { name: "RSA-PSS", hash: "SHA-256" },
  EdDSA: { name: "Ed25519" },
};

/** A server with one client that signs, and a function that refreshes with some options. */
async function signing(publicJwk: object) {
  const server = await startOidcServer([
    {
      client_id: clientId,
      token_endpoint_auth_method: "private_key_jwt",
      jwks: { keys: [JSON.parse(JSON.stringify(publicJwk))] },
    },
  ]);
  const sent: string[] = [];
  const watched: typeof fetch = (input, init) => {
    sent.push(new URLSearchParams(String(init?.body)).get("client_assertion") ?? "");
    return fetch(input, init);
  };
  const refresh = async (options: PrivateKeyJwtOptions) => {
    const grant = refreshTokenGrant({
      url: server.tokenUrl,
      clientId,
      clientAuthentication: privateKeyJwt(options),
      fetch: watched,
    });
    return call(grant, await server.issueRefreshToken(clientId));
  };
  return { server, refresh, sent };
}

describe.each(["ES256", "RS256", "PS256", "EdDSA"] as const)("privateKeyJwt with %s", (alg) => {
  test("is accepted with a key as JWK, PEM and CryptoKey", async () => {
    const { jwk, pem, cryptoKey, publicJwk } = await keyPair(alg);
    const { refresh, sent } = await signing(publicJwk);
    for (const options of [
      { key: jwk },
      { key: pem, alg, kid: "k1" },
      { key: cryptoKey, kid: "k1" },
    ]) {
      expect((await refresh(options)).accessToken).not.toBe("");
      expect(decodeProtectedHeader(sent.at(-1) ?? "")).toEqual({ alg, kid: "k1" });
    }
  });
});

describe("privateKeyJwt", () => {
  test("signs each request anew: oidc-provider accepts no `jti` twice", async () => {
    const { jwk, publicJwk } = await keyPair("ES256");
    const { server, refresh, sent } = await signing(publicJwk);
    await refresh({ key: jwk });
    await refresh({ key: jwk });
    const claims = sent.map((jwt) => decodeJwt(jwt));
    expect(new Set(claims.map(({ jti }) => jti)).size).toBe(2);
    expect(claims[0]).toMatchObject({ iss: clientId, sub: clientId, aud: server.tokenUrl });
    const replayed = tokenEndpoint({
      url: server.tokenUrl,
      headers: form,
      body,
      clientId,
      clientAuthentication: () => ({
        fields: {
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: sent[0] ?? "",
        },
      }),
    });
    const failure = await failureOf(call(replayed, await server.issueRefreshToken(clientId)));
    expect(failure).toMatchObject({ code: "request_rejected", oauthError: "invalid_client" });
  });

  test("has the audience that the provider wants, and more in the header", async () => {
    const { jwk, publicJwk } = await keyPair("ES256");
    const { server, refresh, sent } = await signing(publicJwk);
    await refresh({ key: jwk, audience: server.issuer, header: { typ: "JWT" }, lifetime: 30_000 });
    const { aud, exp = 0, iat = 0 } = decodeJwt(sent[0] ?? "");
    expect(aud).toBe(server.issuer);
    expect(exp - iat).toBeLessThanOrEqual(42);
    expect(decodeProtectedHeader(sent[0] ?? "")).toMatchObject({ typ: "JWT" });
    const failure = await failureOf(refresh({ key: jwk, audience: "https://other.example" }));
    expect(failure).toMatchObject({ oauthError: "invalid_client" });
  });

  test("a key that cannot sign costs no refresh token: nothing is sent", async () => {
    const { publicJwk } = await keyPair("ES256");
    const { refresh, sent } = await signing(publicJwk);
    const failure = await failureOf(refresh({ key: { ...publicJwk, d: "x" } }));
    expect(failure).toMatchObject({ code: "misconfigured", kind: "misuse" });
    expect(failure.message).toContain("clientAuthentication");
    expect(sent).toEqual([]);
  });

  test.each([
    ["key", {}],
    ["key", { key: "-----BEGIN RSA PRIVATE KEY-----" }],
    ["key", { key: { kty: "EC", crv: "P-256", x: "x", y: "y" } }],
    ["alg", { key: "-----BEGIN PRIVATE KEY-----" }],
    ["alg", { key: { kty: "RSA", d: "hidden" } }],
    ["lifetime", { key: { kty: "EC", crv: "P-256", d: "hidden" }, lifetime: 0 }],
    ["header", { key: { kty: "EC", crv: "P-256", d: "hidden" }, header: { x5t: 1 } }],
  ])("wants a right %s", async (name, options) => {
    const given: PrivateKeyJwtOptions = JSON.parse(JSON.stringify(options));
    const thrown = await thrownBy(Promise.resolve().then(() => privateKeyJwt(given)));
    expect(thrown).toBeInstanceOf(TypeError);
    expect(thrown).toMatchObject({ message: expect.stringContaining(`"${name}" must be`) });
    expect(thrown).not.toMatchObject({ message: expect.stringContaining("hidden") });
  });
});

describe("a function of the user that authenticates", () => {
  const url = "http://127.0.0.1:9/token";

  test("knows the request", async () => {
    const seen: unknown[] = [];
    const clientAuthentication: ClientAuthenticator = (request) => {
      seen.push(request);
      throw new TokenError("unreachable", "the key service is down");
    };
    const refresh = refreshTokenGrant({ url, clientId, clientAuthentication });
    expect(await failureOf(call(refresh, "r1"))).toMatchObject({ code: "unreachable" });
    expect(seen).toEqual([{ clientId, url, signal: expect.any(AbortSignal) }]);
  });

  test("may set headers and fields", async () => {
    let sent: RequestInit | undefined;
    const fetch = async (_: unknown, init?: RequestInit) => {
      sent = init;
      return Response.json({ access_token: "a2" });
    };
    const clientAuthentication = () => ({ headers: { "x-key": "k" }, fields: { proof: "p" } });
    await call(refreshTokenGrant({ url, clientId, clientAuthentication, fetch }), "r1");
    expect(new Headers(sent?.headers).get("x-key")).toBe("k");
    expect(String(sent?.body)).toBe("grant_type=refresh_token&refresh_token=r1&proof=p");
  });
});

test("client_secret_basic_raw sends id and secret as they are, in UTF-8", async () => {
  const clientSecret = "p+q &€";
  let sent: RequestInit | undefined;
  const fetch = async (_: unknown, init?: RequestInit) => {
    sent = init;
    return Response.json({ access_token: "a2" });
  };
  const clientAuthentication = "client_secret_basic_raw";
  const url = "https://auth.example/token";
  const refresh = refreshTokenGrant({
    url,
    clientId: "a",
    clientSecret,
    clientAuthentication,
    fetch,
  });
  await call(refresh, "r1");
  const authorization = new Headers(sent?.headers).get("authorization") ?? "";
  expect(Buffer.from(authorization.slice("Basic ".length), "base64").toString()).toBe(
    `a:${clientSecret}`,
  );
});

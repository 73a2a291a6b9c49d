import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { Agent } from "undici";
import { expect, test } from "vitest";
import { refreshTokenGrant } from "../src/index.ts";
import { call, failureOf } from "./call.ts";
import { certificateFor } from "./certificate.ts";
import { startOidcServer } from "./oidc-server.ts";

const clientId = "app";

/** The `fetch` of the README: each connection has the client's certificate. */
function mutualTls(connect: { cert?: string; key?: string; ca: string }): typeof fetch {
  const dispatcher = new Agent({ connect });
  const withCertificate = { dispatcher };
  return (input, init) => fetch(input, { ...init, ...withCertificate });
}

test("a client authenticates by its certificate (RFC 8705)", async () => {
  const server = await certificateFor("127.0.0.1");
  const client = await certificateFor("client.example");
  const { raw, publicKey } = new X509Certificate(client.cert);
  expect(createPublicKey(createPrivateKey(client.key)).equals(publicKey)).toBe(true);
  const jwk = { ...publicKey.export({ format: "jwk" }), x5c: [raw.toString("base64")] };
  const { tokenUrl: url, issueRefreshToken } = await startOidcServer(
    [
      {
        client_id: clientId,
        token_endpoint_auth_method: "self_signed_tls_client_auth",
        jwks: { keys: [JSON.parse(JSON.stringify(jwk))] },
      },
    ],
    server,
  );
  const seed = await issueRefreshToken(clientId);
  const ca = server.cert;

  const strange = refreshTokenGrant({ url, clientId, fetch: mutualTls({ ca }) });
  const failure = await failureOf(call(strange, seed));
  expect(failure).toMatchObject({ code: "request_rejected", oauthError: "invalid_client" });

  const refresh = refreshTokenGrant({ url, clientId, fetch: mutualTls({ ca, ...client }) });
  const { accessToken, refreshToken } = await call(refresh, seed);
  expect(accessToken).not.toBe("");
  expect((await call(refresh, refreshToken)).accessToken).not.toBe("");
});

import { createHash, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";
import type { AuthorizationServer, ProviderName } from "../src/index.ts";
import { json } from "./calls.ts";

/** What a test changes of an otherwise correct proof. */
export interface ProofChanges {
  readonly htm?: string;
  readonly htu?: string;
  readonly iat?: number;
  readonly jti?: string;
  readonly ath?: string | undefined;
  readonly nonce?: string | undefined;
  readonly typ?: string;
}

/** A request whose proof is made. */
export interface Target {
  readonly url: string;
  readonly method: string;
  readonly accessToken?: string;
}

/** Makes proofs with one key, without the code of @refresh-once/dpop. */
export class Prover {
  readonly #privateKey: CryptoKey;
  readonly #jwk: object;
  readonly thumbprint: string;

  static async create(alg: "ES256" | "Ed25519" = "ES256"): Promise<Prover> {
    const { privateKey, publicKey } = await generateKeyPair(alg);
    const jwk = await exportJWK(publicKey);
    return new Prover(privateKey, { alg, jwk }, await calculateJwkThumbprint(jwk));
  }

  private constructor(privateKey: CryptoKey, header: object, thumbprint: string) {
    this.#privateKey = privateKey;
    this.#jwk = header;
    this.thumbprint = thumbprint;
  }

  prove({ url, method, accessToken }: Target, changes: ProofChanges = {}): Promise<string> {
    const { typ = "dpop+jwt", ...claims } = changes;
    const ath = accessToken && createHash("sha256").update(accessToken).digest("base64url");
    const { origin, pathname } = new URL(url);
    return new SignJWT({
      htm: method,
      htu: origin + pathname,
      iat: Math.floor(Date.now() / 1000),
      jti: randomUUID(),
      ...(ath && { ath }),
      ...claims,
    })
      .setProtectedHeader({ alg: "ES256", ...this.#jwk, typ })
      .sign(this.#privateKey);
  }
}

/** Sends a refresh token of Autional with a proof. */
export async function refreshWithProof(
  server: AuthorizationServer,
  prover: Prover,
  refreshToken: string,
  changes: ProofChanges = {},
): Promise<Response> {
  const url = server.tokenUrl("autional");
  const dpop = await prover.prove({ url, method: "POST" }, changes);
  return fetch(url, { method: "POST", ...json({ refresh_token: refreshToken }, { dpop }) });
}

/** Sends a GET with an access token and a proof. */
export async function visitWithProof(
  server: AuthorizationServer,
  prover: Prover,
  accessToken: string,
  changes: ProofChanges = {},
  provider: ProviderName = "autional",
): Promise<Response> {
  const url = `${server.resourceUrl(provider)}?page=2`;
  const dpop = await prover.prove({ url, method: "GET", accessToken }, changes);
  return fetch(url, { headers: { authorization: `DPoP ${accessToken}`, dpop } });
}

import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";

/** The key that a login is bound to. */
export interface LoginKey {
  readonly jwk: JWK;
  readonly thumbprint: string;
}

/** What an application makes before the login, without the code of @refresh-once/dpop. */
export async function createLoginKey(): Promise<LoginKey> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { jwk, thumbprint: await calculateJwkThumbprint(jwk) };
}

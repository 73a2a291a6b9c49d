import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from "jose";
import type Provider from "oidc-provider";
import type { RefreshLedger } from "./refresh-ledger.ts";

/** How long a nonce is the newest one, ms. */
const nonceLifetime = 2_000;

/** A protected resource that takes bound tokens alone, each with a proof that has not been used yet. */
export class BoundResource {
  readonly #provider: Provider;
  readonly #ledger: RefreshLedger;
  readonly #origin: string;
  readonly #seen = new Set<unknown>();

  constructor(provider: Provider, ledger: RefreshLedger, origin: string) {
    this.#provider = provider;
    this.#ledger = ledger;
    this.#origin = origin;
  }

  async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, accessToken = ""] = /^DPoP (.+)$/.exec(message.headers.authorization ?? "") ?? [];
    const error = await this.#errorIn(message, accessToken);
    if (error === "invalid_token") this.#ledger.rejected(accessToken);
    response.writeHead(error ? 401 : 200, {
      "content-type": "application/json",
      "dpop-nonce": nonceAt(Date.now()),
      ...(error && { "www-authenticate": `DPoP error="${error}"` }),
    });
    response.end("{}");
  }

  async #errorIn(
    { method, url = "", headers }: IncomingMessage,
    accessToken: string,
  ): Promise<string | undefined> {
    const options = { typ: "dpop+jwt", algorithms: ["ES256"] };
    const proof = await jwtVerify(String(headers.dpop), EmbeddedJWK, options).catch(() => {});
    if (!proof) return "invalid_dpop_proof";
    const { htm, htu, ath, jti, nonce } = proof.payload;
    const now = Date.now();
    // The one before is good as well: it may have changed on the way.
    const nonces: unknown[] = [nonceAt(now), nonceAt(now - nonceLifetime)];
    if (!nonces.includes(nonce)) return "use_dpop_nonce";
    const hash = createHash("sha256").update(accessToken).digest("base64url");
    const isRight = htm === method && htu === this.#origin + url && ath === hash;
    if (!isRight || this.#seen.has(jti)) return "invalid_dpop_proof";
    this.#seen.add(jti);
    const token = await this.#provider.AccessToken.find(accessToken);
    const { jwk } = proof.protectedHeader;
    const isBound = token && jwk && token.jkt === (await calculateJwkThumbprint(jwk));
    return isBound ? undefined : "invalid_token";
  }
}

function nonceAt(time: number): string {
  return `nonce-${Math.floor(time / nonceLifetime)}`;
}

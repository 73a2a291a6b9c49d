import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from "jose";

/** What the resource needs to know of an access token: to which key it is bound, if it is valid. */
export type FindBinding = (accessToken: string) => Promise<string | undefined>;

/** A protected resource that accepts only access tokens with a proof, which it verifies by jose. */
export class ProofResource {
  /** The requests that it has received. */
  hits = 0;
  accepted = 0;
  /** The challenges of its 401s. */
  readonly challenges: string[] = [];
  /** The bodies of the requests that it has accepted. */
  readonly bodies: string[] = [];
  /** The methods and URLs of accepted proofs. */
  readonly targets: string[] = [];
  /** How far `iat` may be off, s. Not checked with a nonce, which proves freshness. */
  tolerance = 30;
  #nonce: string | undefined;
  readonly #seen = new Set<string>();
  readonly #origin: string;
  readonly #findBinding: FindBinding;

  constructor(origin: string, findBinding: FindBinding) {
    this.#origin = origin;
    this.#findBinding = findBinding;
  }

  /** From now on, proofs must have a new nonce. */
  changeNonce(): void {
    this.#nonce = randomUUID();
  }

  async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    this.hits++;
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk);
    const problem = await this.#problemWith(message);
    if (this.#nonce) response.setHeader("dpop-nonce", this.#nonce);
    if (problem) {
      this.challenges.push(problem);
      response.writeHead(401, { "www-authenticate": `DPoP ${problem}, algs="ES256 Ed25519"` });
      response.end("{}");
      return;
    }
    this.accepted++;
    this.bodies.push(Buffer.concat(chunks).toString());
    response.writeHead(200, { "content-type": "application/json" });
    response.end('{"ok":true}');
  }

  async #problemWith({
    method = "",
    url = "",
    headers,
  }: IncomingMessage): Promise<string | undefined> {
    const [, accessToken] = /^DPoP (\S+)$/.exec(headers.authorization ?? "") ?? [];
    if (accessToken === undefined) return 'error="invalid_token", error_description="not DPoP"';
    const binding = await this.#findBinding(accessToken);
    if (binding === undefined) return 'error="invalid_token"';
    const verified = await jwtVerify(String(headers.dpop), EmbeddedJWK, {
      typ: "dpop+jwt",
      algorithms: ["ES256", "Ed25519"],
    }).catch(() => undefined);
    if (!verified) return 'error="invalid_dpop_proof"';
    const { payload, protectedHeader } = verified;
    if (this.#nonce && payload.nonce !== this.#nonce) return 'error="use_dpop_nonce"';
    const thumbprint = protectedHeader.jwk && (await calculateJwkThumbprint(protectedHeader.jwk));
    if (thumbprint !== binding) return 'error="invalid_token", error_description="other key"';
    const isRecent = Math.abs(Date.now() / 1000 - Number(payload.iat)) <= this.tolerance;
    const target = `${this.#origin}${new URL(url, this.#origin).pathname}`;
    const isRight =
      (this.#nonce !== undefined || isRecent) &&
      payload.htm === method &&
      payload.htu === target &&
      payload.ath === createHash("sha256").update(accessToken).digest("base64url") &&
      typeof payload.jti === "string" &&
      !this.#seen.has(payload.jti);
    if (!isRight) return 'error="invalid_dpop_proof", error_description="wrong claim"';
    this.#seen.add(String(payload.jti));
    this.targets.push(`${payload.htm} ${payload.htu}`);
    return undefined;
  }
}

import type { NotSentAgain } from "@refresh-once/core";
import { notSentAgain } from "@refresh-once/core/adapter";
import type { SigningKeyPair } from "../keys/index.ts";
import type { Nonces } from "./nonces.ts";
import { proofOf } from "./proof.ts";

/** A request of any HTTP client that can be sent with a proof. */
export interface ProvableRequest<HttpResponse> {
  readonly url: URL;
  readonly method: string;
  /** Why its body cannot be sent again. It is read after the first response. */
  readonly unrepeatable: NotSentAgain | undefined;
  /** Sends the request with this proof in its `DPoP` header. */
  send(proof: string): Promise<HttpResponse>;
  /** The `DPoP-Nonce` of a response; `undefined` if a redirect led to another origin. */
  nonceOf(response: HttpResponse): string | undefined;
  /** Whether a response rejects the request only because of its nonce. */
  asksForNonce(response: HttpResponse): boolean | Promise<boolean>;
  /** Frees the connection of a response that nobody reads. */
  discard(response: HttpResponse): void;
}

/** How a request is signed. */
export interface Signer {
  readonly pair: SigningKeyPair;
  readonly nonces: Nonces;
  readonly accessToken?: string | undefined;
}

/**
 * Sends a request with a proof. If the server asks for a nonce, or for another one, it has not processed the
 * request, which is sent once more with that nonce.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9449#section-8 RFC 9449 §8, §9}
 */
export async function sendWithProof<HttpResponse>(
  request: ProvableRequest<HttpResponse>,
  { pair, nonces, accessToken }: Signer,
): Promise<HttpResponse> {
  const { url, method } = request;
  const { origin } = url;
  const send = async (nonce: string | undefined) => {
    const response = await request.send(await proofOf({ pair, url, method, nonce, accessToken }));
    nonces.learn(origin, request.nonceOf(response));
    return response;
  };
  const sent = nonces.get(origin);
  const first = await send(sent);
  const next = nonces.get(origin);
  if (next === undefined || next === sent || !(await request.asksForNonce(first))) return first;
  const { unrepeatable } = request;
  if (unrepeatable) return notSentAgain(first, unrepeatable);
  request.discard(first);
  return send(next);
}

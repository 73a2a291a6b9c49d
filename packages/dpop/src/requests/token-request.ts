import { mergedRequest, plainFetch } from "@refresh-once/core/adapter";
import type { SigningKeyPair } from "../keys/index.ts";
import { FetchCall, headersOf } from "./fetch-call.ts";
import type { Nonces } from "./nonces.ts";
import { sendWithProof } from "./send-with-proof.ts";

type Fetch = typeof globalThis.fetch;

/** How requests to a token endpoint are signed. */
export interface TokenRequestSigner {
  readonly pair: SigningKeyPair;
  readonly nonces: Nonces;
}

/** Makes a `fetch` for requests to a token endpoint, which have a proof and no access token. */
export function tokenRequestFetch(send: Fetch, { pair, nonces }: TokenRequestSigner): Fetch {
  const own: Fetch = async (...call) => {
    const merged = mergedRequest(...call);
    if (merged) return own(merged);
    return sendWithProof(new FetchCall(send, call, headersOf(call), true), { pair, nonces });
  };
  return own;
}

/** The `fetch` of the platform, without tokens, at the time of the call. */
export const sendPlainly: Fetch = (input, init) => plainFetch()(input, init);

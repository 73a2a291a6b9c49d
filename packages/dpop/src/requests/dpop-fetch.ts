import type { TokenSet } from "@refresh-once/core";
import { belowFetch, mergedRequest } from "@refresh-once/core/adapter";
import type { Authorizer } from "./authorization.ts";
import { bearerTokenIn } from "./bearer-token.ts";
import { FetchCall, headersOf } from "./fetch-call.ts";
import type { KnownTokens } from "./known-tokens.ts";
import type { Nonces } from "./nonces.ts";
import { sendWithProof } from "./send-with-proof.ts";

type Fetch = typeof globalThis.fetch;

/** What requests to the resources of one manager need. */
export interface ResourceContext {
  readonly known: KnownTokens;
  readonly authorizer: Authorizer;
  readonly nonces: Nonces;
}

/**
 * Makes a `fetch` that converts `Bearer` to `DPoP`. Requests without a token of the manager are not changed.
 *
 * @param below the `fetch` that sends, for a refresh that must not use a `fetch` with tokens
 */
export function dpopFetch(context: ResourceContext, send: Fetch, below: Fetch): Fetch {
  const sendBound = async (call: Parameters<Fetch>, headers: Headers, tokens: TokenSet) => {
    const { known, authorizer, nonces } = context;
    const signal = call[1]?.signal ?? Object(call[0]).signal;
    const { accessToken, pair } = await authorizer.authorize({ tokens, known, signal });
    headers.set("authorization", `${pair ? "DPoP" : "Bearer"} ${accessToken}`);
    const request = new FetchCall(send, call, headers);
    if (!pair) return request.sendUnproved();
    return sendWithProof(request, { pair, nonces, accessToken });
  };
  const own: Fetch = async (...call) => {
    const merged = mergedRequest(...call);
    if (merged) return own(merged);
    const headers = headersOf(call);
    const sent = bearerTokenIn(headers.get("authorization"));
    const tokens = sent && context.known.find(sent);
    return tokens ? sendBound(call, headers, tokens) : send(...call);
  };
  return Object.defineProperty(own, belowFetch, { value: below });
}

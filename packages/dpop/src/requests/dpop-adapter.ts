import type { TokenSet } from "@refresh-once/core";
import { AdapterCall } from "./adapter-call.ts";
import type { AdapterOf, RequestOfAdapter } from "./adapter-types.ts";
import { bearerTokenIn } from "./bearer-token.ts";
import type { ResourceContext } from "./dpop-fetch.ts";
import { sendWithProof } from "./send-with-proof.ts";

export type { AdapterOf, HeadersOfAdapter, RequestOfAdapter } from "./adapter-types.ts";

/** Makes an axios adapter that converts `Bearer` to `DPoP`, around the one that sends. */
export function dpopAdapter<Config extends RequestOfAdapter, HttpResponse>(
  { known, authorizer, nonces }: ResourceContext,
  inner: AdapterOf<Config, HttpResponse>,
): AdapterOf<Config, HttpResponse> {
  const sendBound = async (config: Config, tokens: TokenSet) => {
    const signal = signalOf(config);
    const { accessToken, pair } = await authorizer.authorize({ tokens, known, signal });
    config.headers.set("Authorization", `${pair ? "DPoP" : "Bearer"} ${accessToken}`);
    if (!pair) return inner(config);
    const call = new AdapterCall(inner, config);
    return call.finish(await sendWithProof(call, { pair, nonces, accessToken }));
  };
  return async (config) => {
    const { headers } = config;
    const authorization = headers.get("Authorization");
    const sent = bearerTokenIn(authorization);
    const tokens = sent && known.find(sent);
    if (!tokens) return inner(config);
    try {
      return await sendBound(config, tokens);
    } finally {
      // The configuration stays with responses and errors, and its owner may send it again.
      headers.set("Authorization", String(authorization));
      headers.delete("DPoP");
    }
  };
}

function signalOf(config: object): AbortSignal | undefined {
  const signal: unknown = Reflect.get(config, "signal");
  return signal instanceof AbortSignal ? signal : undefined;
}

import { randomBytes, randomInt } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { AuthorizationServer } from "./authorization-server.ts";
import type { ClientRegistration } from "./dialects/dialect.ts";
import { answerForeignRequest } from "./foreign-origin.ts";
import { type Exchange, type Listener, listen } from "./http/listener.ts";
import { jsonReply, send } from "./http/reply.ts";
import { type AuthorizationServerOptions, checkServerOptions, withOptions } from "./options.ts";
import { Providers } from "./providers.ts";
import { RequestLog } from "./request-log.ts";
import { answerResourceRequest } from "./resource.ts";
import { answerRevocationRequest } from "./revocation-endpoint.ts";
import { RunningServer, type ServerState } from "./running-server.ts";
import { answerTokenRequest } from "./token-endpoint.ts";

/**
 * Starts an authorization server on a loopback port, for tests. It has the token endpoints of all providers,
 * and protected resources that accept its access tokens. Each refresh token works once; a second use revokes
 * its family, as a strict provider does.
 *
 * @example
 * ```ts
 * import { createTokenManager } from "@refresh-once/core";
 * import { oroBank } from "@refresh-once/providers";
 * import { startAuthorizationServer } from "@refresh-once/testing";
 *
 * await using server = await startAuthorizationServer();
 * const tokens = createTokenManager({
 *   refresh: oroBank({ url: server.tokenUrl("oroBank") }),
 *   seed: { refreshToken: server.issueRefreshToken("oroBank") },
 * });
 * await tokens.get();
 * console.log(server.counters().refreshes); // 1
 * ```
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 RFC 9700 §4.14.2}: refresh token rotation
 */
export async function startAuthorizationServer(
  options: AuthorizationServerOptions = {},
): Promise<AuthorizationServer> {
  checkServerOptions(options);
  const { port = 0, ...providerOptions } = options;
  const client = registerClient();
  const state: ServerState = {
    client,
    providers: new Providers(client, withOptions(providerOptions)),
    requests: new RequestLog(),
    foreignRequests: new RequestLog(),
    closing: new AbortController(),
  };
  // Every delayed reply adds a listener, so there may be many.
  setMaxListeners(0, state.closing.signal);
  const own = await listen(port, (exchange) => answer(exchange, state));
  const other = await listenOrClose(own, (exchange) =>
    answerForeignRequest(exchange, state.foreignRequests),
  );
  return new RunningServer(own, other, state);
}

/** Makes a random client. Its secret contains characters that must be encoded (RFC 6749 §2.3.1). */
function registerClient(): ClientRegistration {
  return {
    clientId: `client-${randomBytes(8).toString("hex")}`,
    clientSecret: `${randomBytes(16).toString("base64url")}:+/&=%`,
    partnerId: randomInt(1, 2 ** 31),
  };
}

/** Starts the second listener; if that fails, closes the first one. */
async function listenOrClose(
  first: Listener,
  answerIt: (exchange: Exchange) => Promise<void>,
): Promise<Listener> {
  try {
    return await listen(0, answerIt);
  } catch (error) {
    await first.close();
    throw error;
  }
}

/** Passes a request to the endpoint at its path. */
async function answer(exchange: Exchange, state: ServerState): Promise<void> {
  const { signal } = state.closing;
  const endpoint = state.providers.at(exchange.message.url ?? "");
  if (endpoint === undefined) {
    exchange.message.resume();
    return send(exchange.response, jsonReply(404, { error: "not_found" }));
  }
  const { kind, provider } = endpoint;
  if (kind === "resource") return answerResourceRequest(exchange, provider, signal);
  if (kind === "revocation") {
    return answerRevocationRequest(exchange, provider, endpoint.revocation, signal);
  }
  return answerTokenRequest(exchange, provider, state.requests, signal);
}

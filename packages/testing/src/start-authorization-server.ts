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
 * Starts an authorization server on a loopback port. It speaks the token endpoints of all providers,
 * rotates refresh tokens strictly, revokes the family of one that is seen again, and has resources
 * that the access tokens open.
 *
 * @throws TypeError that names an option which is not as documented
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 RFC 9700 §4.14.2}
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
  // Every delayed answer listens to it, however many there are.
  setMaxListeners(0, state.closing.signal);
  const own = await listen(port, (exchange) => answer(exchange, state));
  const other = await listenToo(own, (exchange) =>
    answerForeignRequest(exchange, state.foreignRequests),
  );
  return new RunningServer(own, other, state);
}

/** The secret has characters that HTTP Basic and a form must encode (RFC 6749 §2.3.1). */
function registerClient(): ClientRegistration {
  return {
    clientId: `client-${randomBytes(8).toString("hex")}`,
    clientSecret: `${randomBytes(16).toString("base64url")}:+/&=%`,
    partnerId: randomInt(1, 2 ** 31),
  };
}

async function listenToo(
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

import type { AuthorizationServer, ReceivedRequest } from "@refresh-once/testing";
import type { ServerState, TokenRequest } from "./server-state.ts";

const shown = 5;

/** Describes what a server has seen. */
export function stateOf(server: AuthorizationServer, accessTokenLifetime: number): ServerState {
  const { refreshes, reuses, accepted } = server.counters("autional");
  const requests = server.requests("autional");
  const tokenRequests = requests.map((request, index) => {
    const last = requests[index - 1];
    return {
      number: index + 1,
      at: request.at,
      sinceLast: last && request.at - last.at,
      by: senderOf(request),
    };
  });
  return {
    accessTokenLifetime,
    refreshes,
    reuses,
    answered: accepted,
    usesOfOneToken: mostUses(requests),
    tokenRequests: tokenRequests.slice(-shown).reverse(),
  };
}

/** The referrer of a request from a worker is the script of the worker. */
function senderOf({ headers }: ReceivedRequest): TokenRequest["by"] {
  return headers.referer?.includes("tokens-worker") ? "shared worker" : "page";
}

/** Requests with the same refresh token have the same body. */
function mostUses(requests: readonly ReceivedRequest[]): number {
  const uses = new Map<string, number>();
  for (const { body } of requests) uses.set(body, (uses.get(body) ?? 0) + 1);
  return Math.max(0, ...uses.values());
}

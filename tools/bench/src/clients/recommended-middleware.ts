import type { Middleware } from "openapi-fetch";
import type { Account } from "./contender.ts";
import { callTokenEndpoint, type Tokens } from "./token-call.ts";

/**
 * The middleware to which the threads about openapi-fetch and refreshing lead: one promise of a
 * refresh, and a copy of each request, as the first sending takes its body.
 *
 * @see {@link https://github.com/openapi-ts/openapi-typescript/issues/2075}
 */
export function recommendedMiddleware(account: Account): Middleware {
  let tokens: Tokens = account;
  let refreshing: Promise<Tokens> | undefined;
  const copies = new Map<string, Request>();

  const authorize = (request: Request) =>
    request.headers.set("Authorization", `Bearer ${tokens.accessToken}`);

  return {
    onRequest({ request, id }) {
      authorize(request);
      copies.set(id, request.clone());
      return request;
    },
    async onResponse({ response, id, options }) {
      const copy = copies.get(id);
      copies.delete(id);
      if (response.status !== 401 || !copy) return response;
      refreshing ??= callTokenEndpoint(account, tokens.refreshToken).finally(() => {
        refreshing = undefined;
      });
      tokens = await refreshing;
      authorize(copy);
      return options.fetch(copy);
    },
    onError({ id }) {
      copies.delete(id);
    },
  };
}

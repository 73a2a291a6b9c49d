import type { TokenManager, TokenSet } from "@refresh-once/core";
import { type AuthOptions, AuthPolicy, fetchResponses } from "@refresh-once/core/adapter";
import { asGlobalResponse, OpenapiRequest } from "./openapi-request.ts";

/** Options of {@link authMiddleware}. */
export interface AuthMiddlewareOptions extends AuthOptions<Response> {
  /** Origins that get the token. Default: that of the first request. */
  readonly origins?: readonly string[];
}

/** What is read of a call of an openapi-fetch client. */
interface MiddlewareCall {
  readonly request: Request;
  readonly options: { readonly fetch: typeof globalThis.fetch };
}

/**
 * A `Middleware` for `client.use()`. It is written out because TypeScript 7 does not find the types that
 * openapi-fetch declares for CommonJS.
 */
export interface AuthMiddleware {
  onRequest(call: MiddlewareCall): Promise<void> | undefined;
  onResponse(
    call: MiddlewareCall & { readonly response: Response },
  ): Promise<Response | undefined> | undefined;
}

/**
 * openapi-fetch middleware that attaches the access token to requests of its origins, and on a 401
 * refreshes and sends once more. Register it last, so that it is the nearest to the wire.
 *
 * @throws {TypeError} when an option is wrong
 * @throws {TokenError} `insecure_origin` for an `http:` origin beyond loopback
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-2.1 RFC 6750 §2.1}
 */
export function authMiddleware(
  tokens: TokenManager,
  options: AuthMiddlewareOptions = {},
): AuthMiddleware {
  const policyFor = (complete: AuthOptions<Response>) =>
    new AuthPolicy(tokens, fetchResponses, complete);
  let policy = options.origins || options.insecureOrigins ? policyFor(options) : undefined;
  // By the options of the call, which are its own: a call that ends early leaves nothing behind.
  const underway = new WeakMap<object, OpenapiRequest>();

  return {
    onRequest({ request, options: call }) {
      policy ??= policyFor({ ...options, origins: [request.url] });
      const own = new OpenapiRequest(request, call.fetch);
      const attach = (fresh: TokenSet) => {
        own.attach(fresh);
        underway.set(call, own);
      };
      const usable = policy.tokensFor(own);
      if (usable instanceof Promise) return usable.then(attach);
      if (usable) attach(usable);
      return undefined;
    },

    onResponse({ request, response, options: call }) {
      const own = underway.get(call);
      if (!policy || !own?.attached) return undefined;
      // Left to the garbage collector, it would cost more than all the rest.
      underway.delete(call);
      const answer = policy.answered(own.as(request), own.attached, response);
      if (!(answer instanceof Promise)) return undefined;
      return answer.then((last) => (last === response ? undefined : asGlobalResponse(last)));
    },
  };
}

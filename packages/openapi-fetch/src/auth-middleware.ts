import type { TokenManager, TokenSet } from "@refresh-once/core";
import { type AuthOptions, AuthPolicy, fetchResponses } from "@refresh-once/core/adapter";
import { asGlobalResponse, OpenapiRequest } from "./openapi-request.ts";

/** Options of {@link authMiddleware}. */
export interface AuthMiddlewareOptions extends AuthOptions<Response> {
  /** The origins that get the token. Default: the origin of the first request. */
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
  /** Attaches the access token to a request. */
  onRequest(call: MiddlewareCall): Promise<void> | undefined;
  /** Refreshes the tokens after a 401, and sends the request once more. */
  onResponse(
    call: MiddlewareCall & { readonly response: Response },
  ): Promise<Response | undefined> | undefined;
}

/**
 * Creates a middleware for openapi-fetch that attaches the access token to requests of its origins. After
 * a 401 it refreshes the token and sends the request once more. Register it after all other middleware,
 * so that it sees the final request.
 *
 * @throws {TypeError} that names a wrong argument or option
 * @throws {TokenError} `insecure_origin` for an `http:` origin beyond loopback
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-2.1 RFC 6750 §2.1}
 * @example
 * const client = createClient<paths>({ baseUrl: "https://api.bank.place" });
 * client.use(authMiddleware(tokens));
 * const { data } = await client.GET("/accounts");
 */
export function authMiddleware(
  tokens: TokenManager,
  options?: AuthMiddlewareOptions,
): AuthMiddleware {
  const policy = new AuthPolicy({
    caller: "authMiddleware",
    tokens,
    reader: fetchResponses,
    options,
    defaultOrigins: "of the first request",
  });
  // The keys are the options of a call, which no other call has. A call that ends early leaves nothing behind.
  const underway = new WeakMap<object, OpenapiRequest>();

  return {
    onRequest({ request, options: call }) {
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
      if (!own?.attached) return undefined;
      // Leaving it to the garbage collector would cost more than the rest of this function.
      underway.delete(call);
      const handled = policy.handleResponse(own.as(request), own.attached, response);
      if (!(handled instanceof Promise)) return undefined;
      return handled.then((last) => (last === response ? undefined : asGlobalResponse(last)));
    },
  };
}

import { isTokenError, withResponse } from "../errors/index.ts";
import { type AdapterTokens, adapterView, type TokenManager } from "../manager/index.ts";
import type { NotAttachedEvent } from "../renewal/index.ts";
import { SignalWaiters, throwIfAborted } from "../time/index.ts";
import type { TokenSet } from "../tokens/index.ts";
import {
  checkOptions,
  type OptionRule,
  type OptionRules,
  withoutUndefined,
} from "../values/index.ts";
import { type AuthOptions, authRules } from "./auth-options.ts";
import type { AuthRequest, ResponseReader } from "./auth-request.ts";
import { notSentAgain } from "./not-sent-again.ts";
import { type OriginDefaults, type OriginTest, originIn, originTest } from "./origins.ts";

type NotAttached = Pick<NotAttachedEvent, "reason" | "origin">;

type RejectionTest<HttpResponse> = NonNullable<AuthOptions<HttpResponse>["isTokenRejected"]>;

/** What an adapter gives the policy. */
export interface AuthPolicySetup<HttpResponse> extends OriginDefaults {
  /** The manager that the user passed. */
  readonly tokens: TokenManager;
  /** Reads the responses of the HTTP client. */
  readonly reader: ResponseReader<HttpResponse>;
  /** As the user passed them. */
  readonly options: AuthOptions<HttpResponse> | undefined;
  /** Rules for options that only this adapter has. */
  readonly ownOptions?: Readonly<Record<string, OptionRule>>;
}

/**
 * Implements the request flow that all adapters share: attach the token, send, and after a 401 renew the
 * token and send once more.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-3.1 RFC 6750 §3.1}
 * @example
 * ```ts
 * import type { TokenManager } from "@refresh-once/core";
 * import { type AuthOptions, AuthPolicy, fetchResponses } from "@refresh-once/core/adapter";
 *
 * // Returns a function that sends GET requests with the access token.
 * export function authGet(tokens: TokenManager, options: AuthOptions<Response>) {
 *   const policy = new AuthPolicy({ caller: "authGet", tokens, reader: fetchResponses, options });
 *   return (url: string): Promise<Response> =>
 *     policy.exchange({
 *       url,
 *       hasOwnAuthorization: false,
 *       unrepeatable: undefined,
 *       send: (current) =>
 *         fetch(url, current && { headers: { authorization: `Bearer ${current.accessToken}` } }),
 *     });
 * }
 * ```
 */
export class AuthPolicy<HttpResponse> {
  /** Whether a request to this URL may carry the token. */
  readonly isOwn: OriginTest;
  readonly #tokens: AdapterTokens;
  readonly #reader: ResponseReader<HttpResponse>;
  readonly #isRejected: RejectionTest<HttpResponse>;
  readonly #replacesAuthorization: boolean;
  readonly #signals = new SignalWaiters();

  /**
   * @throws {TypeError} that names the adapter's function and the wrong argument or option
   * @throws {TokenError} `insecure_origin`
   */
  constructor(setup: AuthPolicySetup<HttpResponse>) {
    const { caller, tokens, reader, ownOptions } = setup;
    this.#tokens = adapterView(tokens, caller);
    this.#reader = reader;
    const rules: OptionRules<AuthOptions<HttpResponse>> = { ...authRules, ...ownOptions };
    const options = checkOptions(caller, setup.options, rules);
    this.isOwn = originTest(setup, options);
    this.#replacesAuthorization = options.replaceAuthorization === true;
    const { isTokenRejected } = options;
    this.#isRejected = isTokenRejected
      ? (response) => this.#isFromOwn(response) && this.#ask(isTokenRejected, response)
      : (response) => isRejection(reader.challengeOf(response)) && this.#isFromOwn(response);
  }

  /** Sends a request, for clients that can be wrapped: the whole request flow. */
  exchange(request: AuthRequest<HttpResponse>): Promise<HttpResponse> {
    const tokens = this.tokensFor(request);
    if (tokens === undefined) return request.send(undefined);
    return tokens instanceof Promise
      ? tokens.then((fresh) => this.#sendWith(request, fresh))
      : this.#sendWith(request, tokens);
  }

  /** The tokens to attach: at once if they are cached; `undefined` if the request must get none. */
  tokensFor(
    request: Pick<
      AuthRequest<HttpResponse>,
      "url" | "signal" | "hasOwnAuthorization" | "unrepeatable"
    >,
  ): TokenSet | Promise<TokenSet> | undefined {
    if (!this.isOwn(request.url)) return this.#leaveAlone(request, "foreign_origin");
    if (request.hasOwnAuthorization && !this.#replacesAuthorization) {
      return this.#leaveAlone(request, "own_authorization");
    }
    if (request.unrepeatable) return this.#tokens.get({ signal: request.signal, fresh: true });
    return this.#tokens.peek() ?? this.#tokens.get(request);
  }

  /** What the caller gets, after the response to a request that carried these tokens. */
  handleResponse(
    request: AuthRequest<HttpResponse>,
    sent: TokenSet,
    response: HttpResponse,
  ): HttpResponse | Promise<HttpResponse> {
    // A user's function may return any truthy or falsy value.
    const isRejected = this.#isRejected(response);
    if (!isRejected) return response;
    if (isRejected === true) return this.#sendAgain(request, sent, response);
    return this.#decided(isRejected, request, response).then((rejected) =>
      rejected ? this.#sendAgain(request, sent, response) : response,
    );
  }

  #sendWith(request: AuthRequest<HttpResponse>, tokens: TokenSet): Promise<HttpResponse> {
    return request.send(tokens).then((response) => this.handleResponse(request, tokens, response));
  }

  #leaveAlone({ url }: { url: string }, reason: NotAttachedEvent["reason"]): undefined {
    const { notAttached } = this.#tokens;
    if (!notAttached) return;
    notAttached(withoutUndefined<NotAttached>({ reason, origin: originIn(url) }));
  }

  /** A redirect may have led to another origin, whose 401 says nothing about the token. */
  #isFromOwn(response: HttpResponse): boolean {
    const url = this.#reader.urlOf(response);
    return !url || this.isOwn(url);
  }

  #ask(
    isTokenRejected: RejectionTest<HttpResponse>,
    response: HttpResponse,
  ): boolean | Promise<boolean> {
    try {
      return isTokenRejected(response);
    } catch (error) {
      this.#reader.discard(response);
      throw error;
    }
  }

  /** Waits until a user's function has decided on a response. */
  #decided(
    isRejected: boolean | Promise<boolean>,
    { signal }: AuthRequest<HttpResponse>,
    response: HttpResponse,
  ): Promise<boolean> {
    return this.#signals.abortable(Promise.resolve(isRejected), signal).catch((error: unknown) => {
      this.#reader.discard(response);
      throw error;
    });
  }

  async #sendAgain(
    request: AuthRequest<HttpResponse>,
    sent: TokenSet,
    first: HttpResponse,
  ): Promise<HttpResponse> {
    const fresh = await this.#renewed(request, sent, first);
    if (fresh.accessToken === sent.accessToken) return notSentAgain(first, "token_is_new");
    if (request.unrepeatable) return notSentAgain(first, request.unrepeatable);
    this.#reader.discard(first);
    const second = await request.send(fresh);
    const isRejected = this.#isRejected(second);
    if (isRejected === true || (isRejected && (await this.#decided(isRejected, request, second)))) {
      this.#tokens.coolDown(fresh);
    }
    return second;
  }

  /** Other tokens than the rejected ones. If there are none, the caller gets the 401 in the `TokenError`. */
  async #renewed(
    request: AuthRequest<HttpResponse>,
    sent: TokenSet,
    first: HttpResponse,
  ): Promise<TokenSet> {
    try {
      const fresh = await this.#tokens.renew(sent, request);
      throwIfAborted(request.signal);
      return fresh;
    } catch (error) {
      if (!isTokenError(error)) this.#reader.discard(first);
      throw withResponse(error, first);
    }
  }
}

/**
 * Errors that no other token would change: the scope is too small, or the DPoP proof lacks a nonce or is
 * invalid. Matches the `error` parameter, not `error_description`, which may also speak of the scope.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9449#section-9 RFC 9449 §9}
 */
const notTheToken =
  /(^|[\s,])error\s*=\s*"?(insufficient_scope|use_dpop_nonce|invalid_dpop_proof)\b/i;

function isRejection(challenge: string | undefined): boolean {
  return challenge !== undefined && !notTheToken.test(challenge);
}

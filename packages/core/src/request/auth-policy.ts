import { isTokenError, withResponse } from "../errors/index.ts";
import type { TokenManager } from "../manager/index.ts";
import { SignalWaiters, throwIfAborted } from "../time/index.ts";
import type { TokenSet } from "../tokens/index.ts";
import { type NotSentAgain, notSentAgain } from "./not-sent-again.ts";
import { type OriginOptions, type OriginTest, originTest } from "./origins.ts";

/** What every adapter can be told. */
export interface AuthOptions<Answer> extends OriginOptions {
  /**
   * Whether an answer to a request that carried the token says that the token is no good any more:
   * then it is renewed, and the request sent once more. Asked for every answer of the adapter's
   * origins, whatever its status; what it throws, the caller gets.
   * Default: each 401 but one whose `WWW-Authenticate` says `insufficient_scope`.
   */
  readonly isTokenRejected?: (answer: Answer) => boolean | Promise<boolean>;
}

type RejectionTest<Answer> = (answer: Answer) => boolean | Promise<boolean>;

/** One request as its HTTP client knows it: what an adapter tells the policy. */
export interface AuthRequest<Answer> {
  /** Where it goes. */
  readonly url: string;
  /** The caller's own. */
  readonly signal?: AbortSignal | null | undefined;
  /** The caller has set an `Authorization` of its own: the request is left alone. */
  readonly hasOwnAuthorization: boolean;
  /** Why it cannot be sent a second time, where that is known by now. */
  readonly unrepeatable: NotSentAgain | undefined;
  /** Sends it, with this access token where there is one. */
  send(tokens: TokenSet | undefined): Promise<Answer>;
}

/** How an adapter reads its client's answers. */
export interface ResponseReader<Answer> {
  /** The `WWW-Authenticate` of a 401, empty when it has none; `undefined` for every other answer. */
  challengeOf(answer: Answer): string | undefined;
  /** Where it came from, after redirects; `undefined` or empty when that is not known. */
  urlOf(answer: Answer): string | undefined;
  /** Lets go of an answer that nobody will read. */
  discard(answer: Answer): void;
}

/**
 * What every adapter does with a request: attach, send, and on a 401 renew and send once more.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-3.1 RFC 6750 §3.1}
 */
export class AuthPolicy<Answer> {
  readonly #tokens: TokenManager;
  readonly #reader: ResponseReader<Answer>;
  /** Whether a request to this URL may carry the token. */
  readonly isOwn: OriginTest;
  readonly #isRejected: RejectionTest<Answer>;
  readonly #signals = new SignalWaiters();

  /**
   * @throws {TypeError} when `origins` names none, or something that is not a URL, or
   * `isTokenRejected` is no function
   * @throws {TokenError} `insecure_origin`
   */
  constructor(tokens: TokenManager, reader: ResponseReader<Answer>, options: AuthOptions<Answer>) {
    const { isTokenRejected } = options;
    if (isTokenRejected !== undefined && typeof isTokenRejected !== "function") {
      throw new TypeError('"isTokenRejected" must be a function');
    }
    this.#tokens = tokens;
    this.#reader = reader;
    this.isOwn = originTest(options);
    this.#isRejected = isTokenRejected
      ? (answer) => this.#isFromOwn(answer) && this.#ask(isTokenRejected, answer)
      : (answer) => isRejection(reader.challengeOf(answer)) && this.#isFromOwn(answer);
  }

  /** The whole way of a request, for clients that can be wrapped. */
  exchange(request: AuthRequest<Answer>): Promise<Answer> {
    const tokens = this.tokensFor(request);
    if (tokens === undefined) return request.send(undefined);
    return tokens instanceof Promise
      ? tokens.then((fresh) => this.#sendWith(request, fresh))
      : this.#sendWith(request, tokens);
  }

  /** What to attach: at once where it is cached; `undefined` where nothing is to be attached. */
  tokensFor(
    request: Pick<AuthRequest<Answer>, "url" | "signal" | "hasOwnAuthorization" | "unrepeatable">,
  ): TokenSet | Promise<TokenSet> | undefined {
    if (request.hasOwnAuthorization || !this.isOwn(request.url)) return undefined;
    if (request.unrepeatable) return this.#tokens.get({ signal: request.signal, fresh: true });
    return this.#tokens.peek() ?? this.#tokens.get(request);
  }

  /** What the caller gets, after an answer to a request that carried these tokens. */
  answered(request: AuthRequest<Answer>, sent: TokenSet, answer: Answer): Answer | Promise<Answer> {
    // A user's function may give what is only true or false in effect.
    const isRejected = this.#isRejected(answer);
    if (!isRejected) return answer;
    if (isRejected === true) return this.#sendAgain(request, sent, answer);
    return this.#decided(isRejected, request, answer).then((rejected) =>
      rejected ? this.#sendAgain(request, sent, answer) : answer,
    );
  }

  #sendWith(request: AuthRequest<Answer>, tokens: TokenSet): Promise<Answer> {
    return request.send(tokens).then((answer) => this.answered(request, tokens, answer));
  }

  /** Not from somebody to whom a redirect has led. */
  #isFromOwn(answer: Answer): boolean {
    const url = this.#reader.urlOf(answer);
    return !url || this.isOwn(url);
  }

  #ask(isTokenRejected: RejectionTest<Answer>, answer: Answer): boolean | Promise<boolean> {
    try {
      return isTokenRejected(answer);
    } catch (error) {
      this.#reader.discard(answer);
      throw error;
    }
  }

  /** Waits for a user's function to decide on an answer. */
  #decided(
    isRejected: boolean | Promise<boolean>,
    { signal }: AuthRequest<Answer>,
    answer: Answer,
  ): Promise<boolean> {
    return this.#signals.abortable(Promise.resolve(isRejected), signal).catch((error: unknown) => {
      this.#reader.discard(answer);
      throw error;
    });
  }

  async #sendAgain(request: AuthRequest<Answer>, sent: TokenSet, first: Answer): Promise<Answer> {
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

  /** Other tokens than those of the 401. Its caller gets the 401 with a `TokenError`, and only then. */
  async #renewed(request: AuthRequest<Answer>, sent: TokenSet, first: Answer): Promise<TokenSet> {
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

/** Its words alone are none: a description may speak of the scope as well. */
const insufficientScope = /(^|[\s,])error\s*=\s*"?insufficient_scope\b/i;

function isRejection(challenge: string | undefined): boolean {
  return challenge !== undefined && !insufficientScope.test(challenge);
}

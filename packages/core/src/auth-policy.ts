import { type OriginOptions, type OriginTest, originTest } from "./origins.ts";
import { withResponse } from "./token-error.ts";
import type { TokenManager } from "./token-manager.ts";
import type { TokenSet } from "./token-set.ts";

/** One request as its HTTP client knows it: what an adapter tells the policy. */
export interface AuthRequest<Answer> {
  /** Where it goes. */
  readonly url: string;
  /** The caller's own. */
  readonly signal?: AbortSignal | null | undefined;
  /** The caller has set an `Authorization` of its own: the request is left alone. */
  readonly hasOwnAuthorization: boolean;
  /** Whether it can be sent a second time: not so with a body that is a stream. */
  readonly isRepeatable: boolean;
  /** Sends it, with this access token where there is one. */
  send(tokens: TokenSet | undefined): Promise<Answer>;
}

/** How an adapter reads its client's answers. */
export interface AnswerReader<Answer> {
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
  readonly #reader: AnswerReader<Answer>;
  readonly #isOwn: OriginTest;

  /**
   * @throws {TypeError} when `origins` names none, or something that is not a URL
   * @throws {TokenError} `insecure_origin`
   */
  constructor(tokens: TokenManager, reader: AnswerReader<Answer>, options: OriginOptions) {
    this.#tokens = tokens;
    this.#reader = reader;
    this.#isOwn = originTest(options);
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
    request: Pick<AuthRequest<Answer>, "url" | "signal" | "hasOwnAuthorization">,
  ): TokenSet | Promise<TokenSet> | undefined {
    if (request.hasOwnAuthorization || !this.#isOwn(request.url)) return undefined;
    return this.#tokens.peek() ?? this.#tokens.get(request);
  }

  /** What the caller gets, after an answer to a request that carried these tokens. */
  answered(request: AuthRequest<Answer>, sent: TokenSet, answer: Answer): Answer | Promise<Answer> {
    const challenge = this.#reader.challengeOf(answer);
    if (challenge === undefined || !this.#isAboutToken(answer, challenge)) return answer;
    return this.#sendAgain(request, sent, answer);
  }

  #sendWith(request: AuthRequest<Answer>, tokens: TokenSet): Promise<Answer> {
    return request.send(tokens).then((answer) => this.answered(request, tokens, answer));
  }

  /** Not so where the scope is at fault, or somebody to whom a redirect has led. */
  #isAboutToken(answer: Answer, challenge: string): boolean {
    const url = this.#reader.urlOf(answer);
    return !/insufficient_scope/.test(challenge) && (!url || this.#isOwn(url));
  }

  async #sendAgain(request: AuthRequest<Answer>, sent: TokenSet, first: Answer): Promise<Answer> {
    const fresh = await this.#tokens.renew(sent, request).catch((error: unknown) => {
      throw withResponse(error, first);
    });
    if (fresh.accessToken === sent.accessToken || !request.isRepeatable) return first;
    this.#reader.discard(first);
    const second = await request.send(fresh);
    if (this.#reader.challengeOf(second) !== undefined) this.#tokens.coolDown(fresh);
    return second;
  }
}

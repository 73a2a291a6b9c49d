import type { TokenSet } from "../tokens/index.ts";
import type { TokenReply } from "./refresh-result.ts";

/** What a refresh function is called with, beside the tokens. */
export interface RefreshContext {
  /** Aborts when the `sendDeadline` is over. Pass it to your HTTP client. */
  readonly signal: AbortSignal;
}

/**
 * Asks the token endpoint for the next token set: a preset of `@refresh-once/providers`, or any
 * function over any library. It makes one request, without retries of its own. It resolves with a
 * {@link TokenSet}, or with the provider's JSON reply as it came ({@link TokenReply}).
 *
 * Throw what your HTTP client throws: the status, the OAuth error code and the network error are found
 * where axios, got, ky, ofetch, openid-client and others put them. After any other exception the
 * refresh token may be spent or not; it is sent again, with back-off.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6}
 */
export interface RefreshFunction<Result extends TokenSet | TokenReply = TokenSet> {
  (current: TokenSet | undefined, context: RefreshContext): Promise<Result>;
  /** Origin of the token endpoint, for errors and events. Presets set it. */
  readonly endpoint?: string;
}

/** A refresh function of a user, who may not keep to its type. */
export type RefreshCall = (
  current: TokenSet | undefined,
  context: RefreshContext,
) => Promise<unknown>;

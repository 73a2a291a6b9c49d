import type { TokenSet } from "../tokens/index.ts";
import type { TokenReply } from "./refresh-result.ts";

/** The second argument of a refresh function. */
export interface RefreshContext {
  /** Aborts when the `sendDeadline` passes. Pass it to your HTTP client. */
  readonly signal: AbortSignal;
}

/** What is known of a provider's refresh tokens. The manager adapts its defaults to it. */
export interface RefreshTokenFacts {
  /** How long a used refresh token may be sent again, in ms. 0: it works once. `Infinity`: it stays valid. */
  readonly graceWindow?: number;
  /** For how long a refresh token may be unused, in ms. */
  readonly idleLimit?: number;
}

/**
 * Gets the next token set from the token endpoint. Use a preset of `@refresh-once/providers`, or write a function
 * with any library. It must send one request, without retries. It resolves with a {@link TokenSet}, or with the
 * provider's JSON response as it is ({@link TokenReply}).
 *
 * Let the exceptions of your HTTP client pass. The manager finds the status, the OAuth error code or the network
 * error in the errors of axios, got, ky, ofetch, openid-client and others. After any other exception, the refresh
 * token may be spent or not, and it is sent again with back-off.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6}
 */
export interface RefreshFunction<Result extends TokenSet | TokenReply = TokenSet> {
  (current: TokenSet | undefined, context: RefreshContext): Promise<Result>;
  /** The origin of the token endpoint, for errors and events. Presets set it. */
  readonly endpoint?: string;
  /** What is known of the provider's refresh tokens. Presets set it. */
  readonly provider?: RefreshTokenFacts;
}

/** A refresh function whose result is not checked yet. JavaScript users may return anything. */
export type RefreshCall = (
  current: TokenSet | undefined,
  context: RefreshContext,
) => Promise<unknown>;

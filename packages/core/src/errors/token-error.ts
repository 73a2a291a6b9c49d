import { propertyOf, textOf } from "../values/index.ts";
import { kindOf, type TokenErrorCode, type TokenErrorKind } from "./token-error-code.ts";

/** What a {@link TokenError} may carry beside its message. */
export interface TokenErrorDetails {
  /** The error behind this one. It must hold no token. */
  readonly cause?: unknown;
  /** Default: the kind that belongs to the code. */
  readonly kind?: TokenErrorKind | undefined;
  /** When to try again, epoch ms. */
  readonly retryAt?: number | undefined;
  /** The manager's `name`. */
  readonly account?: string | undefined;
  /** Origin of the token endpoint. */
  readonly endpoint?: string | undefined;
  /** HTTP status of the token endpoint's response. */
  readonly status?: number | undefined;
  /** The error code of RFC 6749 §5.2 that the token endpoint sent. */
  readonly oauthError?: string | undefined;
  /** How many times the refresh function was called. */
  readonly attempts?: number | undefined;
  /** How long the failed refresh took, ms. */
  readonly elapsed?: number | undefined;
}

const brand = Symbol.for("@refresh-once/TokenError");

/** Details that are copied to the error. */
const copied = [
  "retryAt",
  "account",
  "endpoint",
  "status",
  "oauthError",
  "attempts",
  "elapsed",
] as const;

/**
 * The only error class of this library: `code` says what happened, `kind` what to do about it. It never
 * holds a token. `response` may hold one, so `inspect` and JSON leave it out.
 */
export class TokenError extends Error {
  /** Always `TokenError`. */
  override readonly name = "TokenError";
  /**
   * What happened.
   *
   * - `invalid_grant`: the provider rejected the refresh token: it is expired, revoked or already used.
   * - `login_required`: there is no refresh token, and no seed to take one from.
   * - `in_doubt`: the refresh token was sent and no response came. A call after `retryAt` sends it again.
   * - `invalid_response`: the response has no usable access token. The message names the field.
   * - `unavailable`: the token endpoint is busy or down. `retryAt` says when to try again.
   * - `unreachable`: no connection to the token endpoint could be made. Nothing was sent.
   * - `timeout`: the caller's deadline passed. A refresh that has begun goes on in the background.
   * - `request_rejected`: the token endpoint rejected the request itself: client id, secret, URL or scope.
   * - `misconfigured`: the refresh function, its URL or the seed cannot work. Nothing was sent.
   * - `store_failed`: the store cannot be read or written. No token was spent.
   * - `store_damaged`: the store holds something that this library did not write.
   * - `not_persisted`: the new tokens could not be saved. They are in memory, and saving is retried.
   * - `insecure_origin`: a token would be sent over unencrypted http to another machine.
   * - `reentrant`: the refresh function, the seed or the revocation called its own token manager.
   * - `disposed`: the token manager was closed.
   */
  readonly code: TokenErrorCode;
  /**
   * What to do about it.
   *
   * - `terminal`: a person must log in again (`set()`, or a new seed).
   * - `in_doubt`: the refresh token is sent again automatically, at `retryAt`.
   * - `transient`: nothing is lost. Try later, at `retryAt` if it is set.
   * - `store`: the tokens could not be read or saved.
   * - `misuse`: the program or its configuration is wrong. Fix it.
   */
  readonly kind: TokenErrorKind;
  /** When to try again, epoch ms. */
  declare readonly retryAt?: number;
  /** The manager's `name`, if it has one. */
  declare readonly account?: string;
  /** Origin of the token endpoint, if the refresh function names it. */
  declare readonly endpoint?: string;
  /** HTTP status of the token endpoint's response, if there was one. */
  declare readonly status?: number;
  /** The error code of RFC 6749 §5.2 that the token endpoint sent, if it sent one. */
  declare readonly oauthError?: string;
  /** How many times the refresh function was called before this failure. */
  declare readonly attempts?: number;
  /** How long the failed refresh took, ms. */
  declare readonly elapsed?: number;
  /** The 401 that led here, as the HTTP client knows it (`Response`, axios response). */
  declare readonly response?: unknown;

  /**
   * Creates an error for a refresh function or a store to throw.
   *
   * @param code what happened; it also decides `kind`, unless the details have one
   * @param message must hold no token
   */
  constructor(code: TokenErrorCode, message: string, details: TokenErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : details);
    this.code = code;
    this.kind = details.kind ?? kindOf(code);
    for (const name of copied) {
      const value = details[name];
      // An invalid date in a header would otherwise be retried without a pause.
      const isUsable = name === "retryAt" ? Number.isFinite(value) : value !== undefined;
      if (isUsable) Object.assign(this, { [name]: value });
    }
    Object.defineProperty(this, brand, { value: true });
  }
}

const texts = ["code", "kind", "message"];

/**
 * Whether a value is a {@link TokenError}, whichever copy of this package made it. If another library
 * wrapped the error, use `findTokenError`.
 */
export function isTokenError(error: unknown): error is TokenError {
  return (
    propertyOf(error, brand) === true && texts.every((name) => textOf(error, name) !== undefined)
  );
}

/** A copy of the error for one caller, with the 401 that the caller received. */
export function withResponse(error: unknown, response: unknown): unknown {
  if (!isTokenError(error)) return error;
  const own = new TokenError(error.code, error.message, error);
  // A getter, because `inspect` with `showHidden` does not call it.
  return Object.defineProperty(own, "response", { get: () => response });
}

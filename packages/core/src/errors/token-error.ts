import { attempt, isObject } from "../values/index.ts";

/**
 * What to do about a failure.
 *
 * - `terminal`: a person must log in again (`set()`, or a new seed).
 * - `in_doubt`: the refresh token was sent and no answer came. It is sent again by itself, at `retryAt`.
 * - `transient`: nothing is lost. Try later, at `retryAt` if it is set.
 * - `store`: the tokens could not be read or saved.
 * - `misuse`: the program or its configuration is wrong. Fix it.
 */
export type TokenErrorKind = "terminal" | "in_doubt" | "transient" | "store" | "misuse";

const kinds = {
  /** The provider rejected the refresh token: it is expired, revoked or already used (RFC 6749 §5.2). */
  invalid_grant: "terminal",
  /** There is no refresh token, and no seed to take one from. */
  login_required: "terminal",
  /** The refresh token was sent, and no answer came. A call after `retryAt` sends it again. */
  in_doubt: "in_doubt",
  /**
   * The provider's answer, or the refresh function's result, has no usable access token. The message
   * names the field. `kind` is `terminal` if no usable refresh token is left, otherwise `misuse`.
   */
  invalid_response: "misuse",
  /** The token endpoint answered that it is busy or down. `retryAt` says when to try again. */
  unavailable: "transient",
  /** No connection to the token endpoint could be made. Nothing was sent. */
  unreachable: "transient",
  /** The caller's deadline passed. A refresh that has begun goes on in the background. */
  timeout: "transient",
  /** The token endpoint rejected the request itself: client id, secret, URL or scope (RFC 6749 §5.2). */
  request_rejected: "misuse",
  /** The refresh function, its URL or the seed cannot work as configured. Nothing was sent. */
  misconfigured: "misuse",
  /** The store cannot be read or written. No token was spent. */
  store_failed: "store",
  /** The store holds something that this library did not write. */
  store_damaged: "store",
  /** The new tokens could not be saved. They are kept in memory, and saving is retried. */
  not_persisted: "store",
  /** A token would be sent over unencrypted http to another machine. */
  insecure_origin: "misuse",
  /** The refresh function, the seed or the revocation has called its own manager. */
  reentrant: "misuse",
  /** The manager was closed. */
  disposed: "misuse",
} as const satisfies Record<string, TokenErrorKind>;

/** Every code that a {@link TokenError} can have. */
export type TokenErrorCode = keyof typeof kinds;

/** What a {@link TokenError} may carry beside its message. */
export interface TokenErrorDetails {
  /** What went wrong below. It must hold no token. */
  readonly cause?: unknown;
  /** Default: the kind that belongs to the code. */
  readonly kind?: TokenErrorKind;
  /** When to try again, epoch ms. */
  readonly retryAt?: number;
  /** The manager's `name`. */
  readonly account?: string;
  /** Origin of the token endpoint. */
  readonly endpoint?: string;
  /** HTTP status of the token endpoint's answer. */
  readonly status?: number;
  /** The error code of RFC 6749 §5.2 that the token endpoint sent. */
  readonly oauthError?: string;
  /** How often the refresh function was called. */
  readonly attempts?: number;
  /** How long the failed refresh took, ms. */
  readonly elapsed?: number;
}

const brand = Symbol.for("@refresh-once/TokenError");

/** Details that are copied to the error as they are. */
const copied = ["account", "endpoint", "status", "oauthError", "attempts", "elapsed"] as const;

/**
 * The one error of this library. `code` says what happened, `kind` what to do.
 * It never holds a token; `response` is left out of `inspect` and JSON, as it may hold one.
 */
export class TokenError extends Error {
  override readonly name = "TokenError";
  readonly code: TokenErrorCode;
  readonly kind: TokenErrorKind;
  /** When to try again, epoch ms. */
  declare readonly retryAt?: number;
  /** The manager's `name`, where it has one. */
  declare readonly account?: string;
  /** Origin of the token endpoint, where the refresh function tells it. */
  declare readonly endpoint?: string;
  /** HTTP status of the token endpoint's answer, where there was one. */
  declare readonly status?: number;
  /** The error code of RFC 6749 §5.2 that the token endpoint sent, where it sent one. */
  declare readonly oauthError?: string;
  /** How often the refresh function was called before this failure. */
  declare readonly attempts?: number;
  /** How long the failed refresh took, ms. */
  declare readonly elapsed?: number;
  /** The 401 that led here, as the HTTP client knows it (`Response`, axios response). */
  declare readonly response?: unknown;

  constructor(code: TokenErrorCode, message: string, details: TokenErrorDetails = {}) {
    super(message, details);
    this.code = code;
    this.kind = details.kind ?? kinds[code];
    // An invalid date in a header would otherwise be waited for without a pause.
    if (Number.isFinite(details.retryAt)) Object.assign(this, { retryAt: details.retryAt });
    for (const name of copied) {
      if (details[name] !== undefined) Object.assign(this, { [name]: details[name] });
    }
    Object.defineProperty(this, brand, { value: true });
  }
}

const texts = ["code", "kind", "message"];

/** Whether it is a {@link TokenError}, whichever copy of this package made it. */
export function isTokenError(error: unknown): error is TokenError {
  if (!isObject(error)) return false;
  const isText = (name: string) => typeof Reflect.get(error, name) === "string";
  // A hostile object may throw when it is read.
  return attempt(() => Reflect.get(error, brand) === true && texts.every(isText)) === true;
}

/** Whether this version has such a code. */
export function isTokenErrorCode(code: unknown): code is TokenErrorCode {
  return typeof code === "string" && Object.hasOwn(kinds, code);
}

/** The same failure for one caller, with the 401 that the caller received. */
export function withResponse(error: unknown, response: unknown): unknown {
  if (!isTokenError(error)) return error;
  const own = new TokenError(error.code, error.message, error);
  // A getter, because `inspect` with `showHidden` does not call it.
  return Object.defineProperty(own, "response", { get: () => response });
}

import { attempt } from "./attempt.ts";
import { isObject } from "./is-object.ts";

/**
 * What to do about a failure.
 *
 * - `terminal`: a person must log in again (`set()`, or a new seed).
 * - `in_doubt`: the refresh token was sent and no usable answer came; spent or not, nobody knows.
 * - `transient`: nothing is lost, try later.
 * - `store`: the tokens could not be read or saved.
 * - `misuse`: the program or its configuration is wrong.
 */
export type TokenErrorKind = "terminal" | "in_doubt" | "transient" | "store" | "misuse";

const kinds = {
  /** The token endpoint refuses the refresh token: dead, expired or revoked (RFC 6749 §5.2). */
  invalid_grant: "terminal",
  /** There is no refresh token and nothing to get one from. */
  login_required: "terminal",
  /** The refresh token was sent twice without a usable answer, or its answer was lost for good. */
  in_doubt: "in_doubt",
  /** The token endpoint answered with something that is not a token set. */
  invalid_response: "in_doubt",
  /** The token endpoint answers that it is down or busy; `retryAt` says until when, if it said so. */
  unavailable: "transient",
  /** No connection to the token endpoint could be made; it has seen nothing. */
  unreachable: "transient",
  /** The refresh deadline passed. */
  timeout: "transient",
  /** The token endpoint refuses the request itself: client id, secret, scope (RFC 6749 §5.2). */
  request_rejected: "misuse",
  /** The store cannot be read or written; no token was spent. */
  store_failed: "store",
  /** The store holds something that is not ours to overwrite. */
  store_damaged: "store",
  /** The new tokens could not be saved; they are kept in memory and saving is tried again. */
  not_persisted: "store",
  /** A token would travel over plain http to another machine. */
  insecure_origin: "misuse",
  /** The refresh function, the seed or the revocation has called its own manager. */
  reentrant: "misuse",
  /** The manager was disposed. */
  disposed: "misuse",
} as const satisfies Record<string, TokenErrorKind>;

/** Every code that a {@link TokenError} can have. */
export type TokenErrorCode = keyof typeof kinds;

/** What a {@link TokenError} may carry beside its message. */
export interface TokenErrorDetails {
  /** What went wrong below; must hold no token. */
  readonly cause?: unknown;
  /** When to try again, epoch ms, as the token endpoint's `Retry-After` says. */
  readonly retryAt?: number;
}

const brand = Symbol.for("@refresh-once/TokenError");

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
  /** The 401 that led here, as the HTTP client knows it (`Response`, axios response). */
  declare readonly response?: unknown;

  constructor(code: TokenErrorCode, message: string, details: TokenErrorDetails = {}) {
    super(message, details);
    this.code = code;
    this.kind = kinds[code];
    // What is no time (the date of a header that is none) would be waited for without a pause.
    if (Number.isFinite(details.retryAt)) Object.assign(this, { retryAt: details.retryAt });
    Object.defineProperty(this, brand, { value: true });
  }
}

const texts = ["code", "kind", "message"];

/** Whether it is a {@link TokenError}, whichever copy of this package made it. */
export function isTokenError(error: unknown): error is TokenError {
  if (!isObject(error)) return false;
  const isText = (name: string) => typeof Reflect.get(error, name) === "string";
  // It may throw even where it is looked at.
  return attempt(() => Reflect.get(error, brand) === true && texts.every(isText)) === true;
}

/** Whether this version has such a code. */
export function isTokenErrorCode(code: unknown): code is TokenErrorCode {
  return typeof code === "string" && Object.hasOwn(kinds, code);
}

/** The same failure for one caller, with the 401 that it had got at hand. */
export function withResponse(error: unknown, response: unknown): unknown {
  if (!isTokenError(error)) return error;
  const own = new TokenError(error.code, error.message, error);
  // A getter: `inspect` with `showHidden` does not call it.
  return Object.defineProperty(own, "response", { get: () => response });
}

import { TokenError, type TokenErrorCode } from "../errors/index.ts";

/** The parts of an error response of a token or revocation endpoint that say what happened. */
export interface FailedAnswer {
  /** The HTTP status; `undefined` if it is not known. */
  readonly status?: number | undefined;
  /** The `error` parameter, unchecked. */
  readonly error?: unknown;
  /** The time that `Retry-After` asks for, in epoch ms. */
  readonly retryAt?: number | undefined;
  /** The text of the body, if it is known. */
  readonly body?: string | undefined;
  /**
   * Statuses that mean a dead refresh token if there is no OAuth error code, in addition to a 401 and to a 400
   * without a body. `undefined` if no refresh token was sent.
   */
  readonly deadOn?: readonly number[] | undefined;
  /**
   * The provider's own names of errors that mean a dead refresh token, in addition to `invalid_grant`. A message
   * may quote them. `undefined` if no refresh token was sent.
   */
  readonly deadErrors?: readonly string[] | undefined;
  /** The name of the endpoint in the message. Default: "token endpoint". */
  readonly endpoint?: string;
}

/**
 * The OAuth error codes that a message may quote: those of RFC 6749 §5.2, RFC 7009 §2.2.1, RFC 8628 §3.5 and
 * RFC 9449 §5. Any other text could be a token that the server has echoed.
 */
const registered =
  /^(invalid_(grant|request|client|scope|dpop_proof)|unauthorized_client|unsupported_(grant|token)_type|server_error|temporarily_unavailable|use_dpop_nonce)$/;

/** What an error response can mean, and what a message says about it. */
const meanings = {
  busy: { code: "unavailable", says: "is busy or down", advice: "Try again later." },
  needsNonce: {
    code: "unavailable",
    says: "requires a DPoP nonce",
    advice: "No token was spent. Use @refresh-once/dpop.",
  },
  dead: { code: "invalid_grant", says: "rejected the refresh token", advice: "Log in again." },
  probablyDead: {
    code: "invalid_grant",
    says: "seems to have rejected the refresh token",
    advice: "Log in again, or check the client's configuration.",
  },
  rejected: {
    code: "request_rejected",
    says: "rejected the request",
    advice: "No token was spent. Check the URL and the client's configuration.",
  },
} as const satisfies Record<string, Meaning>;

interface Meaning {
  readonly code: TokenErrorCode;
  readonly says: string;
  readonly advice: string;
}

/**
 * Converts an error response to a `TokenError`.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.2 RFC 6749 §5.2}
 */
export function failureOfAnswer(answer: FailedAnswer): TokenError {
  const { status, retryAt, endpoint = "token endpoint" } = answer;
  const oauthError = deadErrorIn(answer) ?? oauthCode(answer.error);
  const meaning = meaningOf(answer, oauthError);
  const { code, says, advice }: Meaning = meanings[meaning];
  const details = [
    oauthError,
    status && `status ${status}`,
    meaning === "probablyDead" && "no OAuth error code",
  ].filter(Boolean);
  const message = `The ${endpoint} ${says} (${details.join(", ") || "an unknown error"}). ${advice}`;
  return new TokenError(code, message, {
    status,
    oauthError,
    retryAt: code === "unavailable" ? retryAt : undefined,
  });
}

/** @param oauthError the error, if it is a registered one or one of the provider's own */
function meaningOf(answer: FailedAnswer, oauthError: string | undefined): keyof typeof meanings {
  if (isOverloaded(answer.status, oauthError)) return "busy";
  if (oauthError === "use_dpop_nonce") return "needsNonce";
  if (oauthError === "invalid_grant" || deadErrorIn(answer)) return "dead";
  if (oauthError === undefined && isProbableRefusal(answer)) return "probablyDead";
  return "rejected";
}

/** Returns the error if it is one of the provider's own names of a dead refresh token. */
function deadErrorIn({ error, deadErrors = [] }: FailedAnswer): string | undefined {
  return deadErrors.find((name) => name === error);
}

/** Whether the status probably means the refresh token. An HTML page comes from a gateway. */
function isProbableRefusal({ status, body, deadOn }: FailedAnswer): boolean {
  if (status === undefined || !deadOn) return false;
  if (deadOn.includes(status)) return true;
  return status === 401
    ? !body?.trimStart().startsWith("<")
    : status === 400 && body?.trim() === "";
}

/** The status counts more than the error code, because an overloaded gateway may send any code. */
function isOverloaded(status = 0, error?: string): boolean {
  if (status >= 500 || status === 429 || status === 408) return true;
  return error === "temporarily_unavailable" || error === "server_error";
}

/** Returns the error code if it is a registered one, which a message may quote. */
export function oauthCode(error: unknown): string | undefined {
  return typeof error === "string" && registered.test(error) ? error : undefined;
}

/**
 * Parses a `Retry-After` header, which is a number of seconds or a date. Other texts are rejected first, because
 * `Date.parse` accepts nearly every text with a number.
 *
 * @returns epoch ms; `undefined` if the header is missing or invalid
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 RFC 9110 §10.2.3}
 */
export function retryAfter(header: string | null | undefined): number | undefined {
  const value = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(value)) return Date.now() + Number(value) * 1_000;
  const time = /^[A-Z][a-z]{2,8}, .+ GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

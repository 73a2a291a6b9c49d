import { TokenError, type TokenErrorCode } from "../errors/index.ts";

/** What an answer of a token or revocation endpoint says beside the tokens. */
export interface FailedAnswer {
  /** HTTP status; `undefined` if the client does not tell it. */
  readonly status?: number | undefined;
  /** Its `error` parameter, as it came. */
  readonly error?: unknown;
  /** What `Retry-After` asks for, epoch ms. */
  readonly retryAt?: number | undefined;
  /** Its text, as far as it is known. */
  readonly body?: string | undefined;
  /**
   * Further statuses that mean a dead refresh token without an OAuth error code; beside a 401, and a
   * 400 without a body. `undefined` if no refresh token was sent.
   */
  readonly deadOn?: readonly number[] | undefined;
  /** For the message. Default: "token endpoint". */
  readonly endpoint?: string;
}

/**
 * Codes that a message may quote: those of RFC 6749 §5.2, RFC 7009 §2.2.1, RFC 8628 §3.5 and
 * RFC 9449 §5. Any other text could be an echoed token.
 */
const registered =
  /^(invalid_(grant|request|client|scope|dpop_proof)|unauthorized_client|unsupported_(grant|token)_type|server_error|temporarily_unavailable|use_dpop_nonce)$/;

/**
 * What an answer with an error means.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.2 RFC 6749 §5.2}
 */
export function failureOfAnswer(answer: FailedAnswer): TokenError {
  const { status, retryAt, endpoint = "token endpoint" } = answer;
  const error = oauthCode(answer.error);
  const said =
    [error, status && `status ${status}`].filter(Boolean).join(", ") || "an unknown error";
  const fail = (code: TokenErrorCode, message: string) =>
    new TokenError(code, message, {
      ...(status !== undefined && { status }),
      ...(error !== undefined && { oauthError: error }),
      ...(code === "unavailable" && retryAt !== undefined && { retryAt }),
    });
  if (isOverloaded(status, error)) {
    return fail("unavailable", `The ${endpoint} is busy or down (${said}). Try again later.`);
  }
  if (error === "invalid_grant") {
    return fail(error, `The ${endpoint} rejected the refresh token (${said}). Log in again.`);
  }
  if (error === undefined && isProbableRefusal(answer)) {
    return fail(
      "invalid_grant",
      `The ${endpoint} seems to have rejected the refresh token (${said}, no OAuth error code). Log in again, or check the client's configuration.`,
    );
  }
  return fail(
    "request_rejected",
    `The ${endpoint} rejected the request (${said}). No token was spent. Check the URL and the client's configuration.`,
  );
}

/** Whether it speaks of the refresh token, as far as a status can. A page of HTML is a gateway's. */
function isProbableRefusal({ status, body, deadOn }: FailedAnswer): boolean {
  if (status === undefined || !deadOn) return false;
  if (deadOn.includes(status)) return true;
  return status === 401
    ? !body?.trimStart().startsWith("<")
    : status === 400 && body?.trim() === "";
}

/** Whether the server speaks of itself, and not of the request. A gateway in trouble may quote anything. */
function isOverloaded(status = 0, error?: string): boolean {
  if (status >= 500 || status === 429 || status === 408) return true;
  return error === "temporarily_unavailable" || error === "server_error";
}

/** An OAuth error code that is known, and can be shown. */
export function oauthCode(error: unknown): string | undefined {
  return typeof error === "string" && registered.test(error) ? error : undefined;
}

/**
 * `Retry-After`: seconds or a date. Nothing else, as `Date.parse` finds a year in nearly every text.
 *
 * @returns epoch ms; `undefined` if the header says nothing
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 RFC 9110 §10.2.3}
 */
export function retryAfter(header: string | null | undefined): number | undefined {
  const said = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(said)) return Date.now() + Number(said) * 1_000;
  const time = /^[A-Z][a-z]{2,8}, .+ GMT$/.test(said) ? Date.parse(said) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

import { oauthFailure, TokenError } from "@refresh-once/core";
import { oauthCode, parseObject } from "./reply.ts";

/** Of which endpoint a failure speaks. */
type EndpointName = "token endpoint" | "revocation endpoint";

/**
 * What a reply without a 2xx status means.
 *
 * @param deadOn statuses that mean a dead refresh token even without an OAuth error code
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.2 RFC 6749 §5.2}
 */
export function readFailure(
  { status, headers }: Response,
  text: string,
  deadOn: readonly number[],
  endpoint: EndpointName = "token endpoint",
): TokenError {
  const error = oauthCode(parseObject(text)?.error);
  if (error !== undefined && status < 500 && status !== 429) return oauthFailure(error, endpoint);
  if (deadOn.includes(status)) {
    return new TokenError(
      "invalid_grant",
      `The ${endpoint} refuses the refresh token (status ${status}). Log in again.`,
    );
  }
  if (status >= 500 || status === 429) {
    return unavailable(endpoint, status, headers.get("retry-after"));
  }
  return new TokenError(
    "request_rejected",
    `The ${endpoint} refuses the request (status ${status}). Check its URL and the client's configuration.`,
  );
}

function unavailable(
  endpoint: EndpointName,
  status: number,
  retryAfter: string | null,
): TokenError {
  const retryAt = timeOf(retryAfter);
  const message = `The ${endpoint} is in trouble (status ${status}). Try again later.`;
  return new TokenError("unavailable", message, retryAt === undefined ? {} : { retryAt });
}

/**
 * Seconds or a date; nothing else, as `Date.parse` finds a year in nearly every text.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 RFC 9110 §10.2.3}
 */
function timeOf(retryAfter: string | null): number | undefined {
  const said = retryAfter?.trim() ?? "";
  if (/^\d{1,9}$/.test(said)) return Date.now() + Number(said) * 1000;
  const time = /^[A-Z][a-z]{2,8}, .+ GMT$/.test(said) ? Date.parse(said) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

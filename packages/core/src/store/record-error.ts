import { TokenError, type TokenErrorDetails } from "../errors/index.ts";
import { lostReplyNote } from "./next-record.ts";
import type { Retry, TokenRecord } from "./token-store.ts";

/**
 * Creates the error for a record whose refresh token must not be sent any more.
 *
 * @param last the last failure in this process, which has more details than the record
 * @returns `undefined` if the refresh token may be sent
 */
export function refusalError(
  { refusal }: TokenRecord,
  last: TokenError | undefined,
): TokenError | undefined {
  // Earlier versions stored `in_doubt` as a refusal, but the provider has not rejected the token.
  if (!refusal || refusal.code === "in_doubt") return undefined;
  return new TokenError(refusal.code, refusal.message, {
    kind: refusal.code === "invalid_response" ? "terminal" : undefined,
    ...detailsOf(last, refusal.code),
  });
}

/** Creates the error for callers while the next request must wait. */
export function retryError(
  record: TokenRecord,
  retry: Retry,
  last: TokenError | undefined,
): TokenError {
  const at = new Date(retry.at).toISOString();
  return new TokenError(retry.code, `${messageOf(record, retry)} after ${at}.`, {
    retryAt: retry.at,
    ...detailsOf(last, retry.code),
  });
}

function messageOf(record: TokenRecord, { code, reason }: Retry): string {
  const { unanswered = 0, tokens } = record;
  switch (code) {
    case "invalid_grant":
      return `The token endpoint seems to have rejected the refresh token (${reason}, no OAuth error code).${lostReplyNote(record)} Log in again, or check the client's configuration and any gateway in between. The refresh token is tried again by the first call`;
    case "invalid_response":
      return tokens?.refreshToken
        ? `${reason} The new refresh token that came with it is stored, and is used by the first call`
        : `${reason} The token endpoint is asked again by the first call`;
    case "in_doubt":
      return `The token endpoint sent no usable response (${reason}; attempts so far: ${unanswered}), so the refresh token may be spent or not. No login is needed: it is sent again by the first call`;
    default:
      return `The token endpoint is busy or down (${reason}). The refresh token is unchanged. It is sent again by the first call`;
  }
}

function detailsOf(last: TokenError | undefined, code: string): TokenErrorDetails {
  if (last?.code !== code) return {};
  const { cause, status, oauthError } = last;
  return { cause, status, oauthError };
}

import { TokenError } from "../errors/index.ts";
import { lostAnswer } from "./next-record.ts";
import type { Retry, TokenRecord } from "./token-store.ts";

/**
 * The failure that a record stands for, if its refresh token must not be sent any more.
 *
 * @param last failure of this process, for the cause
 */
export function refusalError(
  { refusal }: TokenRecord,
  last: TokenError | undefined,
): TokenError | undefined {
  // A doubt is not the provider's word. Earlier versions stored it as a refusal.
  if (!refusal || refusal.code === "in_doubt") return undefined;
  const isKindOverridden = refusal.code === "invalid_response";
  return new TokenError(refusal.code, refusal.message, {
    ...(isKindOverridden && { kind: "terminal" as const }),
    ...aboutAnswer(last, refusal.code),
  });
}

/** The failure that callers are told while the next request has to wait. */
export function retryError(
  record: TokenRecord,
  retry: Retry,
  last: TokenError | undefined,
): TokenError {
  const at = new Date(retry.at).toISOString();
  return new TokenError(retry.code, `${messageOf(record, retry)} after ${at}.`, {
    retryAt: retry.at,
    ...aboutAnswer(last, retry.code),
  });
}

function messageOf(record: TokenRecord, { code, reason }: Retry): string {
  const { unanswered = 0, tokens } = record;
  switch (code) {
    case "invalid_grant":
      return `The token endpoint seems to have rejected the refresh token (${reason}, no OAuth error code).${lostAnswer(record)} Log in again, or check the client's configuration and any gateway in between. The refresh token is tried again by the first call`;
    case "invalid_response":
      return tokens?.refreshToken
        ? `${reason} The new refresh token that came with it is stored, and is used by the first call`
        : `${reason} The token endpoint is asked again by the first call`;
    case "in_doubt":
      return `The token endpoint gave no usable answer (${reason}; attempts so far: ${unanswered}), so it is unknown whether the refresh token is spent. No login is needed: it is sent again by the first call`;
    default:
      return `The token endpoint is busy or down (${reason}). The refresh token is unchanged. It is sent again by the first call`;
  }
}

function aboutAnswer(last: TokenError | undefined, code: string) {
  if (last?.code !== code) return {};
  const { cause, status, oauthError } = last;
  return {
    ...(cause !== undefined && { cause }),
    ...(status !== undefined && { status }),
    ...(oauthError !== undefined && { oauthError }),
  };
}

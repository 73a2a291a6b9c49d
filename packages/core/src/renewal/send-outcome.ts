import { isTokenError, safeCause, TokenError, type TokenErrorCode } from "../errors/index.ts";
import type { RetryableFailure } from "../store/index.ts";
import { abortable, timeLimit } from "../time/index.ts";
import { type OddField, type TokenSet, unusableAnswer } from "../tokens/index.ts";
import { isObject, textOf } from "../values/index.ts";
import { isOffline, notSentReason } from "./network-failure.ts";
import { failureOfAnswer, oauthCode } from "./oauth-failure.ts";
import { readRefreshResult } from "./refresh-result.ts";
import { findThrownResponse } from "./thrown-response.ts";

/** The outcome of one request to the token endpoint. */
export type SendOutcome =
  /** There are new tokens. `oddRefreshToken` is set if the response has an unusable refresh token. */
  | {
      readonly kind: "usable";
      readonly tokens: TokenSet;
      readonly ignored: readonly OddField[];
      readonly oddRefreshToken?: OddField | undefined;
    }
  /** The response has no usable access token. The old refresh token is spent; there may be a new one. */
  | {
      readonly kind: "unusable";
      readonly error: TokenError;
      readonly refreshToken?: string | undefined;
    }
  /** The provider rejected the refresh token. If it is not `isFinal`, the response may come from a gateway. */
  | { readonly kind: "refused"; readonly error: TokenError; readonly isFinal: boolean }
  /** Nothing was sent, or the request was rejected. The refresh token is unchanged. */
  | { readonly kind: "unspent"; readonly error: TokenError }
  /** The refresh token may be spent. If it is not `isUnanswered`, the provider has only asked to wait. */
  | {
      readonly kind: "unknown";
      readonly error: TokenError;
      readonly failure: RetryableFailure;
      readonly isUnanswered: boolean;
    };

/** How long reading the body of an error response may take, in ms. */
const bodyLimit = 1_000;

/** The codes of failures that leave the refresh token unchanged. */
const unspent: readonly TokenErrorCode[] = [
  ...(["request_rejected", "misconfigured", "unreachable", "login_required"] as const),
  ...(["insecure_origin", "reentrant", "disposed"] as const),
];

/** Returns the outcome of a request whose refresh function has resolved. */
export function outcomeOfResult(result: unknown, current: TokenSet | undefined): SendOutcome {
  if (typeof result === "function") {
    return misconfigured("`refresh` returned a function. Call the preset: `refresh: oroBank()`.");
  }
  const read = isObject(result) ? readRefreshResult(result) : undefined;
  const { accessToken, refreshToken } = read?.tokens ?? {};
  if (read && accessToken !== undefined) {
    const { ignored, oddRefreshToken } = read;
    const tokens = { ...read.tokens, accessToken };
    return { kind: "usable", tokens, ignored, oddRefreshToken };
  }
  // `fetch` does not reject for a 400, so a function that does not check the status returns the error response.
  const error = refreshToken === undefined ? textOf(result, "error") : undefined;
  if (error !== undefined) return outcomeOfErrorReply(error, current);
  const unusable = read?.unusable ?? noObject;
  return {
    kind: "unusable",
    error: unusableAnswer(unusable),
    refreshToken,
  };
}

const noObject = {
  odd: { field: "the result", was: "not an object" },
  fix: "Fix the refresh function: it must return the provider's reply.",
} as const;

/** The refresh function did not check the status. An unregistered error code may come from a gateway. */
function outcomeOfErrorReply(error: string, current: TokenSet | undefined): SendOutcome {
  if (oauthCode(error)) return outcomeOfTokenError(failureOfAnswer({ error }), current);
  return unanswered(new Error("the refresh function returned an error reply"), current);
}

/**
 * Returns the outcome of a request whose refresh function has thrown, or has exceeded its time limit.
 *
 * @param wasOffline whether there was no network before the request
 */
export async function outcomeOfThrown(
  thrown: unknown,
  current: TokenSet | undefined,
  wasOffline = false,
): Promise<SendOutcome> {
  if (isTokenError(thrown)) return outcomeOfTokenError(thrown, current);
  const response = await abortable(findThrownResponse(thrown), timeLimit(bodyLimit)).catch(
    () => {},
  );
  if (response) {
    const deadOn = current?.refreshToken ? [] : undefined;
    return outcomeOfTokenError(failureOfAnswer({ ...response, deadOn }), current, thrown);
  }
  // The error of a browser's `fetch` does not show why it failed.
  const reason = notSentReason(thrown) ?? (wasOffline && isOffline() ? "unreachable" : undefined);
  if (!reason) return unanswered(thrown, current);
  const cause = safeCause(thrown, current);
  const summary = summaryOf(cause);
  const message =
    reason === "unreachable"
      ? `The token endpoint cannot be reached (${summary}). Nothing was sent. Try again later.`
      : `The refresh function's request cannot be sent (${summary}). Fix its URL.`;
  return { kind: "unspent", error: new TokenError(reason, message, { cause }) };
}

function outcomeOfTokenError(
  error: TokenError,
  current: TokenSet | undefined,
  thrown: unknown = error.cause,
): SendOutcome {
  const { code, status, oauthError, retryAt } = error;
  if (code === "invalid_grant") {
    return { kind: "refused", error, isFinal: status === undefined || oauthError !== undefined };
  }
  if (code === "invalid_response") return { kind: "unusable", error };
  if (unspent.includes(code)) return { kind: "unspent", error };
  if (code !== "unavailable" || isUnclear(error))
    return unanswered(thrown ?? error, current, error);
  const reason = status === undefined ? error.message : `status ${status}`;
  return { kind: "unknown", error, failure: { code, reason, retryAt }, isUnanswered: false };
}

/** After a 5xx response, the request may have been processed, unless the provider asks to retry a 503 later. */
function isUnclear({ status = 0, retryAt }: TokenError): boolean {
  return status >= 500 && !(status === 503 && retryAt !== undefined);
}

/** The outcome is `in_doubt` only if a refresh token was sent: otherwise, none can be spent. */
function unanswered(
  thrown: unknown,
  current: TokenSet | undefined,
  said?: TokenError,
): SendOutcome {
  const { status, retryAt } = said ?? {};
  const cause = safeCause(thrown, current);
  const summary = said ? said.message : summaryOf(cause);
  const reason = status === undefined ? summary : `status ${status}`;
  const code = current?.refreshToken ? "in_doubt" : "unavailable";
  const error = new TokenError(code, `The token endpoint sent no usable response (${reason}).`, {
    cause: thrown === said ? undefined : cause,
    status,
  });
  const failure = { code, reason, retryAt } as const;
  return { kind: "unknown", error, failure, isUnanswered: code === "in_doubt" };
}

function misconfigured(message: string): SendOutcome {
  return {
    kind: "unspent",
    error: new TokenError("misconfigured", `${message} Nothing was sent.`),
  };
}

/** Describes an error in a few words. Its message contains no token, because `safeCause` has redacted it. */
function summaryOf(cause: Error): string {
  const code = textOf(cause, "code");
  const name = cause.name === "Error" || cause.name === "TypeError" ? "" : `${cause.name}: `;
  const text = `${name}${cause.message}`.replace(/\s+/g, " ").slice(0, 160);
  return code !== undefined && !text.includes(code) ? `${code}: ${text}` : text;
}

import { isTokenError, safeCause, TokenError, type TokenErrorCode } from "../errors/index.ts";
import type { RetryableFailure } from "../store/index.ts";
import { abortable, timeLimit } from "../time/index.ts";
import { type OddField, type TokenSet, unusableAnswer } from "../tokens/index.ts";
import { isObject } from "../values/index.ts";
import { notSentReason } from "./network-failure.ts";
import { failureOfAnswer, oauthCode } from "./oauth-failure.ts";
import { oauthErrorIn, readRefreshResult } from "./refresh-result.ts";
import { thrownAnswer } from "./thrown-response.ts";

/** What came of one request to the token endpoint. */
export type SendOutcome =
  /** New tokens. `oddRefreshToken`: the answer had a refresh token, and it cannot be used. */
  | {
      readonly kind: "usable";
      readonly tokens: TokenSet;
      readonly ignored: readonly OddField[];
      readonly oddRefreshToken?: OddField;
    }
  /** An answer without an access token: the refresh token is spent, and a new one may be in it. */
  | { readonly kind: "unusable"; readonly error: TokenError; readonly refreshToken?: string }
  /** The provider rejected the refresh token. Not `isFinal`: a gateway may have said so. */
  | { readonly kind: "refused"; readonly error: TokenError; readonly isFinal: boolean }
  /** Nothing was sent, or the request was rejected: the refresh token is as good as before. */
  | { readonly kind: "unspent"; readonly error: TokenError }
  /** The refresh token may be spent or not; or, not `isUnanswered`, the provider asks for patience. */
  | {
      readonly kind: "unknown";
      readonly error: TokenError;
      readonly failure: RetryableFailure;
      readonly isUnanswered: boolean;
    };

/** How long an unread error body is waited for, ms. */
const bodyLimit = 1_000;

/** Codes of failures after which the refresh token is as good as before. */
const unspent: readonly TokenErrorCode[] = [
  ...(["request_rejected", "misconfigured", "unreachable", "login_required"] as const),
  ...(["insecure_origin", "reentrant", "disposed"] as const),
];

/** The outcome when a refresh function resolved: an answer has arrived. */
export function outcomeOfResult(result: unknown, current: TokenSet | undefined): SendOutcome {
  if (typeof result === "function") {
    return misconfigured("`refresh` returned a function. Call the preset: `refresh: oroBank()`.");
  }
  const read = isObject(result) ? readRefreshResult(result) : undefined;
  const { accessToken, refreshToken } = read?.tokens ?? {};
  if (read && accessToken !== undefined) {
    const { ignored, oddRefreshToken } = read;
    const tokens = { ...read.tokens, accessToken };
    return { kind: "usable", tokens, ignored, ...(oddRefreshToken && { oddRefreshToken }) };
  }
  const error = refreshToken === undefined ? oauthErrorIn(result) : undefined;
  if (error !== undefined) return outcomeOfErrorReply(error, current);
  const unusable = read?.unusable ?? noObject;
  return {
    kind: "unusable",
    error: unusableAnswer(unusable),
    ...(refreshToken !== undefined && { refreshToken }),
  };
}

const noObject = {
  odd: { field: "the result", was: "not an object" },
  fix: "Fix the refresh function: does it return what it received?",
} as const;

/** Of a function that does not check the status of its response; any other text may be a gateway's. */
function outcomeOfErrorReply(error: string, current: TokenSet | undefined): SendOutcome {
  if (oauthCode(error)) return outcomeOfTokenError(failureOfAnswer({ error }), current);
  return unanswered(new Error("the refresh function returned an error reply"), current);
}

/** The outcome when a refresh function threw, or gave no answer within its limit. */
export async function outcomeOfThrown(
  thrown: unknown,
  current: TokenSet | undefined,
): Promise<SendOutcome> {
  if (isTokenError(thrown)) return outcomeOfTokenError(thrown, current);
  const answer = await abortable(thrownAnswer(thrown), timeLimit(bodyLimit)).catch(() => {});
  if (answer) {
    const deadOn = current?.refreshToken ? [] : undefined;
    return outcomeOfTokenError(failureOfAnswer({ ...answer, deadOn }), current, thrown);
  }
  const reason = notSentReason(thrown);
  if (!reason) return unanswered(thrown, current);
  const cause = safeCause(thrown, current);
  const error =
    reason === "unreachable"
      ? new TokenError(
          reason,
          `The token endpoint cannot be reached (${summaryOf(cause)}). Nothing was sent, and the refresh token is unchanged. Try again later.`,
          { cause },
        )
      : new TokenError(
          reason,
          `The refresh function's request cannot be sent (${summaryOf(cause)}). The refresh token is unchanged. Fix its URL.`,
          { cause },
        );
  return { kind: "unspent", error };
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

/** A gateway that says 502 or 504 does not know what became of the request behind it. */
function isUnclear({ status = 0, retryAt }: TokenError): boolean {
  return status >= 500 && !(status === 503 && retryAt !== undefined);
}

/** Without a refresh token nothing can have been spent. */
function unanswered(
  thrown: unknown,
  current: TokenSet | undefined,
  said?: TokenError,
): SendOutcome {
  const { status, retryAt } = said ?? {};
  const cause = thrown === said ? undefined : safeCause(thrown, current);
  const words = said ? said.message : summaryOf(cause);
  const reason = status === undefined ? words : `status ${status}`;
  const code = current?.refreshToken ? "in_doubt" : "unavailable";
  const error = new TokenError(code, `The token endpoint gave no usable answer (${reason}).`, {
    ...(cause && { cause }),
    ...(status !== undefined && { status }),
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

/** An error in a few words, for a sentence; it was redacted before. */
function summaryOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "no details";
  const code: unknown = Reflect.get(cause, "code");
  const name = cause.name === "Error" || cause.name === "TypeError" ? "" : `${cause.name}: `;
  const text = `${name}${cause.message}`.replace(/\s+/g, " ").slice(0, 160);
  return typeof code === "string" && !text.includes(code) ? `${code}: ${text}` : text;
}

import {
  type OddField,
  type ReadTokenAnswer,
  readTokenAnswer,
  type TokenSet,
  type UnusableAnswer,
} from "../tokens/index.ts";
import { attempt, isObject, propertyOf } from "../values/index.ts";

/**
 * The JSON response of a token endpoint. Other fields than these are kept in `extra` of the token set.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export interface TokenReply {
  /** The new access token. */
  readonly access_token: string;
  /** The new refresh token. If it is absent, `null` or empty, the one that was sent stays in use. */
  readonly refresh_token?: string | null | undefined;
  /** The lifetime of the access token, in seconds. */
  readonly expires_in?: number | string | null | undefined;
  /** The type of the access token. Requests are sent with `Bearer`; `@refresh-once/dpop` sends `DPoP`. */
  readonly token_type?: string | null | undefined;
  /** The granted scopes, separated by spaces. */
  readonly scope?: string | null | undefined;
}

/** What a preset reports about the response from which it made a token set. */
export interface AnswerReport {
  /** Fields that could not be used. Each one causes an `ignored_field` event. */
  readonly ignored: readonly OddField[];
  /** Set if the response has no usable access token, but a new refresh token that must be stored. */
  readonly unusable?: UnusableAnswer;
}

const answerReport = Symbol.for("@refresh-once/answer-report");

/** Attaches a report for the manager to a token set. It is not enumerable, so no store and no copy contains it. */
export function withAnswerReport(tokens: TokenSet, report: AnswerReport): TokenSet {
  return Object.defineProperty({ ...tokens }, answerReport, { value: report });
}

function reportOf(result: object): Partial<AnswerReport> {
  const report = propertyOf(result, answerReport);
  return isObject(report) ? report : {};
}

/** The usable part of the result of a refresh function. */
export interface ReadRefreshResult extends Omit<ReadTokenAnswer, "unusable"> {
  readonly unusable: UnusableAnswer | undefined;
}

/**
 * Reads the result of a refresh function: a token set, a JSON response, or a mixture, such as a response in which
 * only the access token was renamed.
 */
export function readRefreshResult(result: object): ReadRefreshResult {
  // Each property is read only once, because a getter may return something else the second time.
  const known = new Set(["extra"]);
  const field = (name: string, replyName = name) => {
    known.add(name).add(replyName);
    const value = propertyOf(result, name);
    if (value !== undefined) return { name, value };
    const replyValue = propertyOf(result, replyName);
    return { name: replyValue === undefined ? name : replyName, value: replyValue };
  };
  const extra = propertyOf(result, "extra");
  const { unusable, ...usable } = readTokenAnswer({
    accessToken: field("accessToken", "access_token"),
    refreshToken: field("refreshToken", "refresh_token"),
    tokenType: field("tokenType", "token_type"),
    scope: field("scope"),
    expiresAt: field("expiresAt"),
    expiresIn: field("expires_in"),
    refreshTokenExpiresAt: field("refreshTokenExpiresAt"),
    // After the others, when all of their names are known.
    extra: extra === undefined ? otherFieldsOf(result, known) : extra,
  });
  const report = reportOf(result);
  return {
    ...usable,
    ignored: [...usable.ignored, ...(report.ignored ?? [])],
    unusable: unusable && (report.unusable ?? { odd: unusable, fix: fixFunction }),
  };
}

const fixFunction =
  "Fix the refresh function: it must return a TokenSet, or the provider's JSON reply.";

/** Collects the other fields of a JSON response. For a token set, other fields are ignored. */
function otherFieldsOf(
  result: object,
  known: ReadonlySet<string>,
): Readonly<Record<string, unknown>> | undefined {
  const names = attempt(() => Object.keys(result)) ?? [];
  if (!names.includes("access_token")) return undefined;
  const rest = names.filter((name) => !known.has(name));
  const entries = rest.map((name) => [name, propertyOf(result, name)] as const);
  return rest.length > 0 ? Object.fromEntries(entries) : undefined;
}

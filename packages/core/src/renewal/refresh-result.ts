import {
  type OddField,
  type ReadTokenAnswer,
  readTokenAnswer,
  type TokenSet,
  type UnusableAnswer,
} from "../tokens/index.ts";
import { attempt, isObject } from "../values/index.ts";

/**
 * The reply of a token endpoint as it came, parsed from JSON. What has no field here is kept in the
 * token set's `extra`.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export interface TokenReply {
  readonly access_token: string;
  readonly refresh_token?: string | null | undefined;
  /** Lifetime of the access token in seconds. */
  readonly expires_in?: number | string | null | undefined;
  readonly token_type?: string | null | undefined;
  /** Space-separated. */
  readonly scope?: string | null | undefined;
}

const knownFields = new Set([
  ...["access_token", "refresh_token", "expires_in", "token_type", "scope", "extra"],
  ...["accessToken", "refreshToken", "expiresAt", "refreshTokenExpiresAt", "tokenType"],
]);

/** What a preset says about the reply behind its token set. */
export interface AnswerReport {
  /** Fields that could not be used; `onEvent` hears of them. */
  readonly ignored: readonly OddField[];
  /** Set if the token set has no access token, but a new refresh token that must be stored. */
  readonly unusable?: UnusableAnswer;
}

const answerReport = Symbol.for("@refresh-once/answer-report");

/** Attaches a report for the manager, which no store and no copy of the token set has. */
export function withAnswerReport(tokens: TokenSet, report: AnswerReport): TokenSet {
  return Object.defineProperty({ ...tokens }, answerReport, { value: report });
}

function reportOf(result: object): Partial<AnswerReport> {
  const report: unknown = attempt(() => Reflect.get(result, answerReport));
  return isObject(report) ? report : {};
}

/** What can be used of a refresh function's result. */
export interface ReadRefreshResult extends Omit<ReadTokenAnswer, "unusable"> {
  readonly unusable?: UnusableAnswer;
}

/**
 * Reads what a refresh function resolved with: a token set, a reply as it came, or a mixture of both,
 * such as a reply of which only the access token was renamed.
 */
export function readRefreshResult(result: object): ReadRefreshResult {
  // Each property is read once: a getter may give something else the second time.
  const read = (name: string): unknown => attempt(() => Reflect.get(result, name));
  const either = (name: string, replyName: string) => {
    const value = read(name);
    if (value !== undefined) return { name, value };
    const inReply = read(replyName);
    return { name: inReply === undefined ? name : replyName, value: inReply };
  };
  const extra = read("extra");
  const found = readTokenAnswer({
    accessToken: either("accessToken", "access_token"),
    refreshToken: either("refreshToken", "refresh_token"),
    tokenType: either("tokenType", "token_type"),
    scope: { name: "scope", value: read("scope") },
    expiresAt: { name: "expiresAt", value: read("expiresAt") },
    expiresIn: { name: "expires_in", value: read("expires_in") },
    refreshTokenExpiresAt: { name: "refreshTokenExpiresAt", value: read("refreshTokenExpiresAt") },
    extra: extra === undefined ? restOf(result) : extra,
  });
  const report = reportOf(result);
  const { unusable, ...usable } = found;
  return {
    ...usable,
    ignored: [...found.ignored, ...(report.ignored ?? [])],
    ...(unusable && { unusable: report.unusable ?? { odd: unusable, fix: fixFunction } }),
  };
}

const fixFunction =
  "Fix the refresh function: it must return a TokenSet, or the provider's JSON reply.";

/** Of a reply; a token set has no other fields than its own. */
function restOf(result: object): Readonly<Record<string, unknown>> | undefined {
  const names = attempt(() => Object.keys(result)) ?? [];
  if (!names.includes("access_token")) return undefined;
  const rest = names.filter((name) => !knownFields.has(name));
  const entries = rest.map((name) => [name, attempt(() => Reflect.get(result, name))] as const);
  return rest.length > 0 ? Object.fromEntries(entries) : undefined;
}

/**
 * The OAuth error code in what a refresh function resolved with: `fetch` does not reject for a 400, so
 * that a function that forgets to check the status gives an error reply as its result.
 */
export function oauthErrorIn(result: unknown): string | undefined {
  if (!isObject(result)) return undefined;
  const error: unknown = attempt(() => Reflect.get(result, "error"));
  return typeof error === "string" ? error : undefined;
}

import { serializable, withoutUndefined } from "../values/index.ts";
import { isInSeconds } from "./epoch-ms.ts";
import { isBlank, isTokenText, kindOfValue, type OddField } from "./odd-field.ts";
import type { Seed } from "./token-set.ts";

/** A field of a token response: its name in the response, and its value. */
export interface AnswerField {
  /** Its name in the response, such as `access_token`. */
  readonly name: string;
  /** Its value as the provider sent it; `undefined` if the response does not have the field. */
  readonly value: unknown;
}

/** The fields of a token response, under the names that this library uses. */
export interface TokenAnswer {
  /** The access token. */
  readonly accessToken: AnswerField;
  /** The refresh token. Its value may be `undefined`, `null` or empty: then there is no new one. */
  readonly refreshToken: AnswerField;
  /** The type of the access token. */
  readonly tokenType: AnswerField;
  /** The granted scopes, separated by spaces. */
  readonly scope: AnswerField;
  /** The remaining lifetime of the access token, in seconds. */
  readonly expiresIn?: AnswerField;
  /** When the access token expires, in epoch ms. */
  readonly expiresAt?: AnswerField;
  /** When the refresh token expires, in epoch ms. */
  readonly refreshTokenExpiresAt?: AnswerField;
  /** All other fields that the provider sent. */
  readonly extra?: unknown;
}

/** The usable part of a token response. */
export interface ReadTokenAnswer {
  /** The fields that can be used. */
  readonly tokens: Seed;
  /** Fields that cannot be used and were left out. */
  readonly ignored: readonly OddField[];
  /** Set if there is no usable access token. */
  readonly unusable?: OddField | undefined;
  /** Set if the response has a refresh token that cannot be used. */
  readonly oddRefreshToken?: OddField | undefined;
}

/**
 * Reads the usable fields of a token response. It never throws: the old refresh token is probably spent, so
 * a wrong field must not cost the tokens beside it.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export function readTokenAnswer(answer: TokenAnswer): ReadTokenAnswer {
  const { accessToken, refreshToken } = answer;
  const ignored: OddField[] = [];
  const oddRefreshToken = isAbsent(refreshToken.value) ? undefined : oddToken(refreshToken);
  if (oddRefreshToken) ignored.push(oddRefreshToken);
  const optional = <T>(field: AnswerField | undefined, read: (value: unknown) => T | undefined) => {
    if (!field || isBlank(field.value)) return undefined;
    const { name, value } = field;
    const usable = read(value);
    const isSeconds = read === epochMs && isInSeconds(value);
    const was = isSeconds ? "a number of seconds" : kindOfValue(value);
    if (usable === undefined) ignored.push({ field: name, was });
    return usable;
  };
  const tokens = withoutUndefined<Seed>({
    accessToken: tokenIn(accessToken),
    refreshToken: tokenIn(refreshToken),
    expiresAt: optional(answer.expiresAt, epochMs) ?? optional(answer.expiresIn, endOfLifetime),
    refreshTokenExpiresAt: optional(answer.refreshTokenExpiresAt, epochMs),
    tokenType: optional(answer.tokenType, text),
    scope: optional(answer.scope, text),
    extra: serializable(answer.extra),
  });
  return { tokens, ignored, unusable: oddToken(accessToken), oddRefreshToken };
}

/** If a provider issues no new refresh token (RFC 6749 §6), some send `null` or an empty string. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function tokenIn({ value }: AnswerField): string | undefined {
  return typeof value === "string" && isTokenText(value) ? value : undefined;
}

function oddToken(field: AnswerField): OddField | undefined {
  const { name, value } = field;
  return tokenIn(field) === undefined ? { field: name, was: kindOfValue(value) } : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function finite(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A time in seconds is ignored: it would be a time in 1970, and without an expiry, a 401 causes the refresh. */
function epochMs(value: unknown): number | undefined {
  return isInSeconds(value) ? undefined : finite(value);
}

/** Accepts a string as well, because some providers send the number as a string. */
function endOfLifetime(value: unknown): number | undefined {
  const seconds = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof seconds !== "number") return undefined;
  return finite(Date.now() + seconds * 1_000);
}

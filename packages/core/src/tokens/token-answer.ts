import { serializable } from "../values/index.ts";
import { isInSeconds } from "./epoch-ms.ts";
import { isTokenText, kindOfValue, type OddField } from "./odd-field.ts";
import type { Seed } from "./token-set.ts";

/** A field of a token response: its name in the response, and its value. */
export interface AnswerField {
  readonly name: string;
  readonly value: unknown;
}

/** The fields of a token response, under the names that this library uses. */
export interface TokenAnswer {
  readonly accessToken: AnswerField;
  readonly refreshToken: AnswerField;
  readonly tokenType: AnswerField;
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
  readonly tokens: Seed;
  /** Fields that cannot be used and were left out. */
  readonly ignored: readonly OddField[];
  /** Set if there is no usable access token. */
  readonly unusable?: OddField;
  /** Set if the response has a refresh token that cannot be used. */
  readonly oddRefreshToken?: OddField;
}

/**
 * Reads the usable fields of a token response. It never throws: the old refresh token is probably spent, so
 * a wrong field must not cost the tokens beside it.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export function readTokenAnswer(answer: TokenAnswer): ReadTokenAnswer {
  const ignored: OddField[] = [];
  const ignore = ({ name, value }: AnswerField, was = kindOfValue(value)) =>
    void ignored.push({ field: name, was });
  const textOf = (field: AnswerField) => {
    if (field.value === undefined) return undefined;
    if (typeof field.value === "string") return field.value || undefined;
    ignore(field);
    return undefined;
  };
  const timeOf = (field: AnswerField | undefined, read: (value: unknown) => number | undefined) => {
    // JSON cannot represent `Infinity`, so an expiry that never comes is stored as no expiry.
    if (!field || field.value === undefined || field.value === "") return undefined;
    if (field.value === Infinity) return undefined;
    const time = read(field.value);
    if (time === undefined)
      ignore(field, isInSeconds(field.value) ? "a number of seconds" : undefined);
    return time;
  };
  const { accessToken, refreshToken } = answer;
  const oddRefreshToken = isAbsent(refreshToken.value) ? undefined : oddToken(refreshToken);
  if (oddRefreshToken) ignored.push(oddRefreshToken);
  const unusable = oddToken(accessToken);
  const tokens = {
    accessToken: unusable ? undefined : accessToken.value,
    refreshToken: oddRefreshToken || isAbsent(refreshToken.value) ? undefined : refreshToken.value,
    expiresAt: timeOf(answer.expiresAt, epochMs) ?? timeOf(answer.expiresIn, endOfLifetime),
    refreshTokenExpiresAt: timeOf(answer.refreshTokenExpiresAt, epochMs),
    tokenType: textOf(answer.tokenType),
    scope: textOf(answer.scope),
    extra: serializable(answer.extra),
  };
  return {
    tokens: withoutUndefined(tokens),
    ignored,
    ...(unusable && { unusable }),
    ...(oddRefreshToken && { oddRefreshToken }),
  };
}

/** If a provider issues no new refresh token (RFC 6749 §6), some send `null` or an empty string. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function oddToken({ name, value }: AnswerField): OddField | undefined {
  const isToken = typeof value === "string" && isTokenText(value);
  return isToken ? undefined : { field: name, was: kindOfValue(value) };
}

function finite(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** Seconds would be a time in 1970: without an end, a token is at least used until a 401. */
function epochMs(value: unknown): number | undefined {
  return isInSeconds(value) ? undefined : finite(value);
}

/** Accepts a string as well, because some providers send the number as a string. */
function endOfLifetime(value: unknown): number | undefined {
  const seconds = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof seconds !== "number") return undefined;
  return finite(Date.now() + seconds * 1_000);
}

function withoutUndefined(tokens: Readonly<Record<keyof Seed, unknown>>): Seed {
  return Object.fromEntries(Object.entries(tokens).filter(([, value]) => value !== undefined));
}

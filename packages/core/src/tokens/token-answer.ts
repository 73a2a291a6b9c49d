import { serializable } from "../values/index.ts";
import { isInSeconds } from "./epoch-ms.ts";
import { isTokenText, kindOfValue, type OddField } from "./odd-field.ts";
import type { Seed } from "./token-set.ts";

/** A field of an answer: what it is called there, and its value. */
export interface AnswerField {
  readonly name: string;
  readonly value: unknown;
}

/** The fields of a token endpoint's answer, whatever the provider calls them. */
export interface TokenAnswer {
  readonly accessToken: AnswerField;
  readonly refreshToken: AnswerField;
  readonly tokenType: AnswerField;
  readonly scope: AnswerField;
  /** Lifetime of the access token in seconds, from now on. */
  readonly expiresIn?: AnswerField;
  /** End of the access token, epoch ms. */
  readonly expiresAt?: AnswerField;
  /** End of the refresh token, epoch ms. */
  readonly refreshTokenExpiresAt?: AnswerField;
  /** Whatever else the provider sent. */
  readonly extra?: unknown;
}

/** What can be used of an answer. */
export interface ReadTokenAnswer {
  /** The fields that can be used. */
  readonly tokens: Seed;
  /** Fields that are there and cannot be used; the tokens beside them can. */
  readonly ignored: readonly OddField[];
  /** Why there is no access token. */
  readonly unusable?: OddField;
  /** Why there is no refresh token, although the answer has that field. */
  readonly oddRefreshToken?: OddField;
}

/**
 * Takes what can be used out of an answer. The refresh token behind it may be spent, so that nothing in
 * an answer is a reason to throw away the tokens in it.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export function readTokenAnswer(answer: TokenAnswer): ReadTokenAnswer {
  const ignored: OddField[] = [];
  const ignore = ({ name, value }: AnswerField, was = kindOfValue(value)) =>
    void ignored.push({ field: name, was });
  const text = (field: AnswerField) => {
    if (field.value === undefined) return undefined;
    if (typeof field.value === "string") return field.value || undefined;
    ignore(field);
    return undefined;
  };
  const time = (field: AnswerField | undefined, read: (value: unknown) => number | undefined) => {
    // JSON has no `Infinity`: an end that never comes is stored as no end.
    if (!field || field.value === undefined || field.value === "") return undefined;
    if (field.value === Infinity) return undefined;
    const found = read(field.value);
    if (found === undefined)
      ignore(field, isInSeconds(field.value) ? "a number of seconds" : undefined);
    return found;
  };
  const { accessToken, refreshToken } = answer;
  const oddRefreshToken = isAbsent(refreshToken.value) ? undefined : oddToken(refreshToken);
  if (oddRefreshToken) ignored.push(oddRefreshToken);
  const unusable = oddToken(accessToken);
  const tokens = {
    accessToken: unusable ? undefined : accessToken.value,
    refreshToken: oddRefreshToken || isAbsent(refreshToken.value) ? undefined : refreshToken.value,
    expiresAt: time(answer.expiresAt, epochMs) ?? time(answer.expiresIn, endOfLifetime),
    refreshTokenExpiresAt: time(answer.refreshTokenExpiresAt, epochMs),
    tokenType: text(answer.tokenType),
    scope: text(answer.scope),
    extra: serializable(answer.extra),
  };
  return {
    tokens: withoutAbsent(tokens),
    ignored,
    ...(unusable && { unusable }),
    ...(oddRefreshToken && { oddRefreshToken }),
  };
}

/** Providers that send no new refresh token write `null` or `""` as well (RFC 6749 §6). */
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

/** Some providers send the number as a string. */
function endOfLifetime(value: unknown): number | undefined {
  const seconds = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof seconds !== "number") return undefined;
  return finite(Date.now() + seconds * 1_000);
}

function withoutAbsent(tokens: Readonly<Record<keyof Seed, unknown>>): Seed {
  return Object.fromEntries(Object.entries(tokens).filter(([, value]) => value !== undefined));
}

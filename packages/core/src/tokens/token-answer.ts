import { serializable } from "../values/index.ts";
import { isInSeconds } from "./epoch-ms.ts";
import { isTokenText, kindOfValue, type OddField } from "./odd-field.ts";
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
  const fields = new FieldReader();
  const { accessToken, refreshToken } = answer;
  const hasRefreshToken = !isAbsent(refreshToken.value);
  const oddRefreshToken = hasRefreshToken ? oddToken(refreshToken) : undefined;
  if (oddRefreshToken) fields.ignored.push(oddRefreshToken);
  const unusable = oddToken(accessToken);
  const tokens = {
    accessToken: unusable ? undefined : accessToken.value,
    refreshToken: hasRefreshToken && !oddRefreshToken ? refreshToken.value : undefined,
    expiresAt:
      fields.time(answer.expiresAt, epochMs) ?? fields.time(answer.expiresIn, endOfLifetime),
    refreshTokenExpiresAt: fields.time(answer.refreshTokenExpiresAt, epochMs),
    tokenType: fields.text(answer.tokenType),
    scope: fields.text(answer.scope),
    extra: serializable(answer.extra),
  };
  return {
    tokens: withoutUndefined(tokens),
    ignored: fields.ignored,
    ...(unusable && { unusable }),
    ...(oddRefreshToken && { oddRefreshToken }),
  };
}

/** Reads the optional fields of a response, and collects those that cannot be used. */
class FieldReader {
  readonly ignored: OddField[] = [];

  text(field: AnswerField): string | undefined {
    const { value } = field;
    if (typeof value === "string") return value || undefined;
    if (value !== undefined) this.#ignore(field);
    return undefined;
  }

  time(
    field: AnswerField | undefined,
    read: (value: unknown) => number | undefined,
  ): number | undefined {
    // JSON cannot represent `Infinity`, so an expiry that never comes is stored as no expiry.
    if (!field || field.value === undefined || field.value === "" || field.value === Infinity) {
      return undefined;
    }
    const time = read(field.value);
    if (time !== undefined) return time;
    this.#ignore(field, isInSeconds(field.value) ? "a number of seconds" : undefined);
    return undefined;
  }

  #ignore({ name, value }: AnswerField, was = kindOfValue(value)): void {
    this.ignored.push({ field: name, was });
  }
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

function withoutUndefined(tokens: Readonly<Record<keyof Seed, unknown>>): Seed {
  return Object.fromEntries(Object.entries(tokens).filter(([, value]) => value !== undefined));
}

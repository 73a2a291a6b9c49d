import { jwtExpiresAt, TokenError, type TokenSet } from "@refresh-once/core";
import {
  type AnswerField,
  failureOfAnswer,
  readTokenAnswer,
  type TokenAnswer,
  unusableAnswer,
  withAnswerReport,
} from "@refresh-once/core/adapter";

/**
 * Where the values are in a reply: field names, or dotted paths for nested fields. A field that the reply
 * does not have is ignored.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export interface ReplyFields {
  /** The access token. Default: `"access_token"`. */
  readonly accessToken?: string;
  /** The new refresh token. Default: `"refresh_token"`. */
  readonly refreshToken?: string;
  /** The lifetime of the access token, in seconds. Default: `"expires_in"`. */
  readonly expiresIn?: string;
  /** When the refresh token expires, as an ISO 8601 date. Default: `"refresh_token_expires_at"`. */
  readonly refreshTokenExpiresAt?: string;
  /** The token type. Default: `"token_type"`. */
  readonly tokenType?: string;
  /** The granted scope. Default: `"scope"`. */
  readonly scope?: string;
}

/**
 * The field names of the standard.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export const defaultReply: Required<ReplyFields> = {
  accessToken: "access_token",
  refreshToken: "refresh_token",
  expiresIn: "expires_in",
  refreshTokenExpiresAt: "refresh_token_expires_at",
  tokenType: "token_type",
  scope: "scope",
};

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the token set in a reply with a 2xx status.
 *
 * @param lifetime the access token's lifetime if neither the reply nor a JWT contains one, ms
 * @returns a token set; its access token is empty if the reply only has a new refresh token, which must be
 * stored nevertheless
 * @throws {TokenError} `invalid_response`, which names the field and never its value; the error that an
 * OAuth error code in the reply means; or `in_doubt` if the reply is not JSON, because then a gateway may
 * have sent it
 */
export function readReply(
  text: string,
  fields: Required<ReplyFields>,
  lifetime: number | undefined,
): TokenSet {
  const value = parseJson(text);
  if (value === undefined) {
    throw new TokenError("in_doubt", "the token endpoint replied with something that is not JSON");
  }
  const json = objectIn(value);
  if (typeof json?.error === "string") throw failureOfAnswer({ error: json.error });
  const { tokens, unusable, ignored } = readTokenAnswer(answerIn(json ?? {}, fields));
  const { accessToken = "", refreshToken } = tokens;
  const report = {
    ignored,
    ...(unusable && { unusable: { odd: json ? unusable : noObject, fix: fixReply } }),
  };
  // Throw only without a new refresh token: that one must be stored even if the rest is unusable.
  if (report.unusable && !refreshToken) throw unusableAnswer(report.unusable);
  const expiry = accessToken ? expiryOf(accessToken, lifetime) : {};
  return withAnswerReport({ ...expiry, ...tokens, accessToken }, report);
}

const noObject = { field: "the reply", was: "not a JSON object" };
const fixReply =
  "Compare the provider's documentation with the `reply` option of the token endpoint.";

/** When an access token expires: by its own `exp` if it is a JWT, otherwise by the documented lifetime. */
function expiryOf(accessToken: string, lifetime: number | undefined): Pick<TokenSet, "expiresAt"> {
  const documented = lifetime === undefined ? undefined : Date.now() + lifetime;
  const expiresAt = jwtExpiresAt(accessToken) ?? documented;
  return expiresAt === undefined ? {} : { expiresAt };
}

/** Picks the fields of the token set out of a reply. */
function answerIn(json: Json, fields: Required<ReplyFields>): TokenAnswer {
  const field = (path: string) => fieldAt(json, path);
  const refreshTokenExpiry = field(fields.refreshTokenExpiresAt);
  return {
    accessToken: field(fields.accessToken),
    refreshToken: field(fields.refreshToken),
    tokenType: field(fields.tokenType),
    scope: field(fields.scope),
    expiresIn: field(fields.expiresIn),
    refreshTokenExpiresAt: {
      name: refreshTokenExpiry.name,
      value: timeOf(refreshTokenExpiry.value),
    },
    extra: restOf(json, fields),
  };
}

/** The `error` parameter in a body; `undefined` if the body is not a JSON object. */
export function errorIn(text: string): unknown {
  return objectIn(parseJson(text))?.error;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectIn(value: unknown): Json | undefined {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? { ...value } : undefined;
}

/** Follows a dotted path into a reply. If the path leads through a non-object, that value is reported as wrong. */
function fieldAt(json: Json, path: string): AnswerField {
  let value: unknown = json;
  const names = path.split(".");
  for (const [depth, name] of names.entries()) {
    // Treat `null` as a missing field.
    if (value === undefined || value === null) break;
    if (typeof value !== "object") {
      // Box the value, so that a string in the middle of the path cannot be used as a token.
      return { name: `${path} (at ${names.slice(0, depth).join(".")})`, value: Object(value) };
    }
    value = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  }
  return { name: path, value: value ?? undefined };
}

/** Parses a date; anything else is ignored, because the field is not in RFC 6749 and nothing depends on it. */
function timeOf(date: unknown): number | undefined {
  const time = typeof date === "string" ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** All other fields of a reply, for `extra`. */
function restOf(json: Json, fields: Required<ReplyFields>): Json | undefined {
  const used = new Set(Object.values(fields).map((path) => path.split(".")[0]));
  const rest = Object.entries(json).filter(([name]) => !used.has(name));
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}

import { jwtExpiresAt, TokenError, type TokenSet } from "@refresh-once/core";
import {
  type AnswerField,
  failureOfAnswer,
  readTokenAnswer,
  type TokenAnswer,
  unusableAnswer,
  withAnswerReport,
} from "@refresh-once/core/adapter";

/** Where the fields of a reply are: names, or dotted paths into it. A field that is not there is left out. */
export interface ReplyFields {
  /** Default: `"access_token"`. */
  readonly accessToken?: string;
  /** Default: `"refresh_token"`. */
  readonly refreshToken?: string;
  /** Seconds from now. Default: `"expires_in"`. */
  readonly expiresIn?: string;
  /** An ISO 8601 date. Default: `"refresh_token_expires_at"`. */
  readonly refreshTokenExpiresAt?: string;
  /** Default: `"token_type"`. */
  readonly tokenType?: string;
  /** Default: `"scope"`. */
  readonly scope?: string;
}

/** @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1} */
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
 * The token set of a reply with a 2xx status.
 *
 * @param lifetime of an access token if neither the reply nor a JWT says so, ms
 * @returns with an empty access token if the reply has none, but a new refresh token
 * @throws {TokenError} `invalid_response` that names the field and never its value; what an OAuth error
 * in the reply means; or `in_doubt` if the reply is not JSON, as a gateway may have sent it
 */
export function readReply(
  text: string,
  fields: Required<ReplyFields>,
  lifetime: number | undefined,
): TokenSet {
  const value = parseJson(text);
  if (value === undefined) {
    throw new TokenError("in_doubt", "the token endpoint answered with something that is not JSON");
  }
  const json = objectIn(value);
  if (typeof json?.error === "string") throw failureOfAnswer({ error: json.error });
  const { tokens, unusable, ignored } = readTokenAnswer(answerIn(json ?? {}, fields));
  const { accessToken = "", refreshToken } = tokens;
  const report = {
    ignored,
    ...(unusable && { unusable: { odd: json ? unusable : noObject, fix: fixReply } }),
  };
  // Without a new refresh token nothing is left to be stored.
  if (report.unusable && !refreshToken) throw unusableAnswer(report.unusable);
  const end = accessToken ? endOf(accessToken, lifetime) : {};
  return withAnswerReport({ ...end, ...tokens, accessToken }, report);
}

const noObject = { field: "the reply", was: "not a JSON object" };
const fixReply =
  "Compare the provider's documentation with the `reply` option of the token endpoint.";

/** What a JWT says of itself, else what the provider's document says. */
function endOf(accessToken: string, lifetime: number | undefined): Pick<TokenSet, "expiresAt"> {
  const documented = lifetime === undefined ? undefined : Date.now() + lifetime;
  const expiresAt = jwtExpiresAt(accessToken) ?? documented;
  return expiresAt === undefined ? {} : { expiresAt };
}

function answerIn(json: Json, fields: Required<ReplyFields>): TokenAnswer {
  const field = (path: string) => fieldAt(json, path);
  const end = field(fields.refreshTokenExpiresAt);
  return {
    accessToken: field(fields.accessToken),
    refreshToken: field(fields.refreshToken),
    tokenType: field(fields.tokenType),
    scope: field(fields.scope),
    expiresIn: field(fields.expiresIn),
    refreshTokenExpiresAt: { name: end.name, value: timeOf(end.value) },
    extra: restOf(json, fields),
  };
}

/** The `error` parameter of a reply, whatever else it is. */
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

/** A path that leads through something that is no object ends there: that is what is wrong. */
function fieldAt(json: Json, path: string): AnswerField {
  let value: unknown = json;
  const names = path.split(".");
  for (const [depth, name] of names.entries()) {
    // `null` in JSON says as little as a field that is not there.
    if (value === undefined || value === null) break;
    if (typeof value !== "object") {
      // Boxed, so that a string here is not taken for a token.
      return { name: `${path} (at ${names.slice(0, depth).join(".")})`, value: Object(value) };
    }
    value = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  }
  return { name: path, value: value ?? undefined };
}

/** RFC 6749 has no such field, and nothing depends on it: what is no date is left out. */
function timeOf(date: unknown): number | undefined {
  const time = typeof date === "string" ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function restOf(json: Json, fields: Required<ReplyFields>): Json | undefined {
  const used = new Set(Object.values(fields).map((path) => path.split(".")[0]));
  const rest = Object.entries(json).filter(([name]) => !used.has(name));
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}

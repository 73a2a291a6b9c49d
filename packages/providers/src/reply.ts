import { jwtExpiresAt, oauthFailure, TokenError, type TokenSet } from "@refresh-once/core";

/** Where a reply has what: names, or dotted paths into it. What is not there is left out. */
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
 * @throws {TokenError} `invalid_response` that names the field and never its value; or, where the
 * reply is an OAuth error all the same, what that error means
 */
export function readReply(
  text: string,
  fields: Required<ReplyFields>,
  lifetime: number | undefined,
): TokenSet {
  const json = parseObject(text);
  if (!json) throw malformed("a JSON object");
  if (typeof json.error === "string") throw oauthFailure(oauthCode(json.error) ?? "");
  const accessToken = textAt(json, fields.accessToken);
  if (!accessToken) throw malformed(fields.accessToken);
  const refreshToken = textAt(json, fields.refreshToken);
  const tokenType = textAt(json, fields.tokenType);
  const scope = textAt(json, fields.scope);
  const expiresAt = endOf(json, fields, accessToken, lifetime);
  const refreshTokenExpiresAt = dateAt(json, fields.refreshTokenExpiresAt);
  const extra = restOf(json, fields);
  return {
    accessToken,
    ...(refreshToken && { refreshToken }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(refreshTokenExpiresAt !== undefined && { refreshTokenExpiresAt }),
    ...(tokenType && { tokenType }),
    ...(scope && { scope }),
    ...(extra && { extra }),
  };
}

/** `undefined` for everything that is not a JSON object. */
export function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * An OAuth error code. What is none ("Unauthorized", a token that is echoed) must not pass for one.
 *
 * @see {@link https://www.iana.org/assignments/oauth-parameters/ the registered codes}
 */
export function oauthCode(error: unknown): string | undefined {
  return typeof error === "string" && /^[a-z][a-z_]{0,63}$/.test(error) ? error : undefined;
}

/** @throws {TokenError} `invalid_response` where the path leads through something that is no object */
function at(json: Json, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "object") throw malformed(path);
    return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  }, json);
}

function textAt(json: Json, path: string): string | undefined {
  const value = at(json, path);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string" || /[^\x20-\x7e]/.test(value)) throw malformed(path);
  return value;
}

/** A number in a string is still a number: throwing it away would lose the refresh token beside it. */
function secondsAt(json: Json, path: string): number | undefined {
  const value = at(json, path);
  if (value === undefined || value === null) return undefined;
  const seconds = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof seconds !== "number" || !Number.isFinite(seconds * 1000)) throw malformed(path);
  return seconds;
}

/** Nothing depends on it, and RFC 6749 has no such field: what is no date is no reason to lose a token. */
function dateAt(json: Json, path: string): number | undefined {
  const value = at(json, path);
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** What the reply says, else what a JWT says of itself, else what the provider's document says. */
function endOf(
  json: Json,
  { expiresIn }: Required<ReplyFields>,
  accessToken: string,
  lifetime: number | undefined,
): number | undefined {
  const seconds = secondsAt(json, expiresIn);
  if (seconds !== undefined) return Date.now() + seconds * 1000;
  const said = jwtExpiresAt(accessToken);
  return said ?? (lifetime === undefined ? undefined : Date.now() + lifetime);
}

function restOf(json: Json, fields: Required<ReplyFields>): Json | undefined {
  const used = new Set(Object.values(fields).map((path) => path.split(".")[0]));
  const rest = Object.entries(json).filter(([name]) => !used.has(name));
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}

function malformed(what: string): TokenError {
  const message = `The token endpoint's reply is not one: ${what} is missing or of a wrong type.`;
  return new TokenError("invalid_response", message);
}

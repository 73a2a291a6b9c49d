import type { AnswerField } from "@refresh-once/core/adapter";

/**
 * Where the values are in a reply: field names, or dotted paths for nested fields, such as `data.token` or
 * `errors.0.code`. A field that the reply does not have is ignored.
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
  /**
   * The remaining lifetime of the refresh token, in seconds. It counts if the reply has no date of expiry; 0
   * counts as unlimited. Default: `"refresh_token_expires_in"`.
   */
  readonly refreshTokenExpiresIn?: string;
  /** The token type. Default: `"token_type"`. */
  readonly tokenType?: string;
  /** The granted scope. Default: `"scope"`. */
  readonly scope?: string;
  /** The name of the error in a failed reply. The field `error` is read in any case. Default: `"error"`. */
  readonly error?: string;
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
  refreshTokenExpiresIn: "refresh_token_expires_in",
  tokenType: "token_type",
  scope: "scope",
  error: "error",
};

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** A copy of a value that is a JSON object; otherwise `undefined`. */
export function objectIn(value: unknown): Json | undefined {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? { ...value } : undefined;
}

/** Follows a dotted path into a reply. If the path leads through a non-object, that value is reported as wrong. */
export function fieldAt(json: Json, path: string): AnswerField {
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

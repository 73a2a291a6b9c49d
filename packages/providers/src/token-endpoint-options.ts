import { wrongOption } from "@refresh-once/core/adapter";
import type { ClientAuthenticationMethod, ClientAuthenticator } from "./client-authentication.ts";
import { checkEndpoint, type Endpoint } from "./endpoint.ts";
import { defaultReply, type ReplyFields } from "./reply-fields.ts";
import type { RequestTemplate } from "./token-request.ts";

/**
 * Options of {@link tokenEndpoint}. In `headers` and `body`, `{refreshToken}` is replaced by the refresh
 * token.
 */
export interface TokenEndpointOptions {
  /** The full URL, `https:` or on loopback. It is called with `POST`; redirects are not followed. */
  readonly url: string | URL;
  /**
   * Headers of the request. If `content-type` is JSON, the body is sent as JSON, otherwise as a form.
   * Default: none.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields of the request body. Default: no body. */
  readonly body?: Readonly<Record<string, string>>;
  /** The client's id. Default: the client does not authenticate, except by `headers` and `body`. */
  readonly clientId?: string;
  /** The secret of a confidential client. Default: none. */
  readonly clientSecret?: string;
  /**
   * How the client authenticates. Default: with a `clientSecret`, `"client_secret_basic"`, otherwise
   * `"none"`.
   */
  readonly clientAuthentication?: ClientAuthenticationMethod | ClientAuthenticator;
  /**
   * Where the refresh token comes from. `"required"`: from the token set; without one, nothing is sent and
   * the call fails with `login_required`. `"cookie"`: from a cookie that `fetch` sends. `"none"`: the grant
   * has no refresh token. Default: `"required"`.
   */
  readonly refreshToken?: "required" | "cookie" | "none";
  /** Where the values are in the reply. Default: the names of RFC 6749 §5.1. */
  readonly reply?: ReplyFields;
  /**
   * The lifetime of an access token in ms, if neither the reply nor the `exp` of a JWT contains it. Default:
   * unknown, so the token is used until a 401.
   */
  readonly lifetime?: number;
  /**
   * Statuses that mean that the refresh token is dead even without an OAuth error code, in addition to 401
   * and to 400 without a body. A gateway may send such a status as well, so the refresh token is retried
   * after a minute, then less and less often, at least every hour. Default: none.
   */
  readonly deadOn?: readonly number[];
  /**
   * The provider's own names of errors that mean that the refresh token is dead, in addition to
   * `invalid_grant`. Give `reply.error` as well if the reply does not have them in the field `error`. Error
   * messages quote these names. Default: none.
   */
  readonly deadErrors?: readonly string[];
  /** Sends the request. Default: the global `fetch` at the time of the call. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Checked options, with defaults. */
export interface CheckedTokenEndpoint extends Endpoint, RequestTemplate {
  readonly reply: Required<ReplyFields>;
  readonly lifetime: number | undefined;
  readonly deadOn: readonly number[];
  readonly deadErrors: readonly string[];
}

/**
 * Checks the options of a token endpoint, except those of the client.
 *
 * @param caller the function that an error names
 * @throws {TypeError} if an option is wrong
 * @throws {TokenError} `insecure_origin` if the URL is unencrypted `http:` and not on loopback
 */
export function checkTokenEndpoint(
  caller: string,
  options: Partial<TokenEndpointOptions>,
): CheckedTokenEndpoint {
  const wrong = (name: string, what: string) => wrongOption(caller, name, what);
  const { headers = {}, body, refreshToken = "required", lifetime } = options;
  const { deadOn = [], deadErrors = [] } = options;
  const reply = { ...defaultReply, ...options.reply };
  const endpoint = checkEndpoint(caller, options);
  if (!areHeaders(headers))
    throw wrong("headers", "an object of valid HTTP header names and values");
  if (!areStrings(body ?? {})) throw wrong("body", "an object of strings");
  if (!/^(required|cookie|none)$/.test(refreshToken)) {
    throw wrong("refreshToken", '"required", "cookie" or "none"');
  }
  if (!areStrings(reply) || Object.values(reply).includes("")) {
    throw wrong("reply", "an object of field names or dotted paths");
  }
  if (!Array.isArray(deadOn)) throw wrong("deadOn", "an array of statuses");
  if (!Array.isArray(deadErrors) || !deadErrors.every((name) => typeof name === "string")) {
    throw wrong("deadErrors", "an array of error names");
  }
  if (lifetime !== undefined && !(Number.isFinite(lifetime) && lifetime > 0)) {
    throw wrong("lifetime", "a positive number of milliseconds");
  }
  const template = { headers, body, refreshToken };
  return { ...endpoint, ...template, reply, lifetime, deadOn, deadErrors };
}

/** Checks headers now: `fetch` would reject them at the call, with an error that quotes the value. */
function areHeaders(headers: Readonly<Record<string, string>>): boolean {
  try {
    return areStrings(headers) && Boolean(new Headers(headers));
  } catch {
    return false;
  }
}

/** Checks the fields now: an error during the call would look as if the refresh token had been sent. */
function areStrings(fields: Readonly<Record<string, string>>): boolean {
  const isObject = typeof fields === "object" && fields !== null;
  return isObject && Object.values(fields).every((value) => typeof value === "string");
}

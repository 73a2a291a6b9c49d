import {
  type RefreshContext,
  type RefreshFunction,
  TokenError,
  type TokenSet,
} from "@refresh-once/core";
import { checkOptionNames, preset, wrongOption } from "@refresh-once/core/adapter";
import { checkEndpoint, type Endpoint } from "./endpoint.ts";
import { readFailure } from "./failure.ts";
import { readReply } from "./reply.ts";
import { defaultReply, type ReplyFields } from "./reply-fields.ts";
import { readText } from "./reply-text.ts";

export type { ReplyFields } from "./reply-fields.ts";

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
interface TokenEndpoint
  extends Endpoint,
    Required<Omit<TokenEndpointOptions, "url" | "fetch" | "lifetime" | "body">> {
  readonly body: Readonly<Record<string, string>> | undefined;
  readonly reply: Required<ReplyFields>;
  readonly lifetime: number | undefined;
}

/**
 * Makes a refresh function from a description of a token endpoint, for a provider without a preset. Each
 * call sends one HTTP request and never retries it; the token manager decides about retries.
 *
 * @example
 * ```ts
 * import { createTokenManager } from "@refresh-once/core";
 * import { tokenEndpoint } from "@refresh-once/providers";
 *
 * const tokens = createTokenManager({
 *   refresh: tokenEndpoint({
 *     url: "https://auth.example/oauth/token",
 *     headers: { "content-type": "application/json" },
 *     body: { grant_type: "refresh_token", refresh_token: "{refreshToken}" },
 *     reply: { accessToken: "data.token", refreshToken: "data.refresh" },
 *   }),
 *   seed: () => ({ refreshToken: process.env.REFRESH_TOKEN ?? "" }),
 * });
 * ```
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @throws {TokenError} `insecure_origin` if the URL is unencrypted `http:` and not on loopback.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.2 RFC 6749 §3.2}
 */
export const tokenEndpoint = /* @__PURE__ */ preset(
  "tokenEndpoint",
  (options: TokenEndpointOptions): RefreshFunction =>
    refreshFunction("tokenEndpoint", checkOptionNames("tokenEndpoint", options, names)),
);

const names = [
  "url",
  "headers",
  "body",
  "refreshToken",
  "reply",
  "lifetime",
  "deadOn",
  "deadErrors",
  "fetch",
];

/** Without a refresh token in the request, no reply means that one is dead. */
const noToken = { deadOn: undefined, deadErrors: undefined };

/** @param caller the function that the user called, for messages */
export function refreshFunction(
  caller: string,
  options: Partial<TokenEndpointOptions>,
): RefreshFunction {
  const endpoint = resolve(caller, options);
  const { fetch, reply, lifetime } = endpoint;
  const { deadOn, deadErrors } = endpoint.refreshToken === "none" ? noToken : endpoint;
  const errors = { path: reply.error, deadErrors };
  const refresh = async (current: TokenSet | undefined, { signal }: RefreshContext) => {
    const response = await fetch(endpoint.url, {
      ...request(endpoint, refreshTokenOf(endpoint, current)),
      signal,
    });
    const text = await readText(response);
    if (response.ok) return readReply(text, { fields: reply, lifetime, errors });
    throw readFailure(response, text, { endpoint: "token endpoint", deadOn, errors });
  };
  return Object.assign(refresh, { endpoint: new URL(endpoint.url).origin });
}

function resolve(caller: string, options: Partial<TokenEndpointOptions>): TokenEndpoint {
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
  return { ...endpoint, headers, body, refreshToken, reply, lifetime, deadOn, deadErrors };
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

/**
 * The refresh token to send.
 *
 * @throws {TokenError} `login_required` if there is none, or it has characters that no token may have
 */
function refreshTokenOf({ refreshToken }: TokenEndpoint, current: TokenSet | undefined): string {
  if (refreshToken !== "required") return "";
  const token = current?.refreshToken;
  if (token && /^[\x20-\x7e]+$/.test(token)) return token;
  throw new TokenError(
    "login_required",
    token
      ? "The refresh token contains invalid characters (RFC 6749 §A.17). Nothing was sent. Check the seed."
      : "There is no refresh token. Log in, and pass the token in `seed` or to `set()`.",
  );
}

function request({ headers, body, refreshToken }: TokenEndpoint, token: string): RequestInit {
  const filled = new Headers({ accept: "application/json" });
  for (const [name, value] of Object.entries(fill(headers, token))) filled.set(name, value);
  const isJson = /\bjson\b/i.test(filled.get("content-type") ?? "");
  const fields = body && fill(body, token);
  return {
    method: "POST",
    // Do not follow redirects: a 307 would send the token to another address.
    redirect: "manual",
    cache: "no-store",
    headers: filled,
    ...(fields && { body: isJson ? JSON.stringify(fields) : new URLSearchParams(fields) }),
    ...(refreshToken === "cookie" && { credentials: "include" }),
  };
}

/** Replaces the placeholder in the values of a template. */
function fill(template: Readonly<Record<string, string>>, token: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) => [
      name,
      value.replaceAll("{refreshToken}", () => token),
    ]),
  );
}

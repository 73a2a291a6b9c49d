import {
  type RefreshContext,
  type RefreshFunction,
  TokenError,
  type TokenSet,
} from "@refresh-once/core";
import { checkOptionNames, preset, wrongOption } from "@refresh-once/core/adapter";
import { checkEndpoint, type Endpoint } from "./endpoint.ts";
import { readFailure } from "./failure.ts";
import { defaultReply, type ReplyFields, readReply } from "./reply.ts";
import { readText } from "./reply-text.ts";

export type { ReplyFields } from "./reply.ts";

/**
 * A token endpoint as data. In `headers` and `body`, `{refreshToken}` stands for the refresh token.
 */
export interface TokenEndpointOptions {
  /** The whole URL, `https:` or on loopback. It is called with `POST`, and redirects are not followed. */
  readonly url: string | URL;
  /** Sent as they are. A `content-type` of JSON makes the body JSON; without one it is a form. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields of the body. Default: no body. */
  readonly body?: Readonly<Record<string, string>>;
  /**
   * `"required"`: without one nothing is sent, and somebody has to log in. `"cookie"`: `fetch` holds
   * it. `"none"`: the grant has none. Default: `"required"`.
   */
  readonly refreshToken?: "required" | "cookie" | "none";
  /** Where the reply has what, by dotted paths. Default: the names of RFC 6749 §5.1. */
  readonly reply?: ReplyFields;
  /** How long an access token lives where neither the reply nor a JWT's `exp` says so, ms. Default: until a 401. */
  readonly lifetime?: number;
  /**
   * Statuses that mean, without an OAuth error code, that the refresh token is dead; beside a 401, and
   * a 400 without a body. A gateway may send such a status, too: the refresh token is tried again
   * after a minute, then less and less often, up to every hour. Default: none.
   */
  readonly deadOn?: readonly number[];
  /** What sends. Default: the global `fetch` at the time of the call. */
  readonly fetch?: typeof globalThis.fetch;
}

interface TokenEndpoint
  extends Endpoint,
    Required<Omit<TokenEndpointOptions, "url" | "fetch" | "lifetime" | "body">> {
  readonly body: Readonly<Record<string, string>> | undefined;
  readonly reply: Required<ReplyFields>;
  readonly lifetime: number | undefined;
}

/**
 * A refresh function out of a description. It makes one HTTP request, and no retry of its own.
 *
 * @throws {TypeError} when an option is wrong
 * @throws {TokenError} `insecure_origin` when the URL is `http:` and not on loopback
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.2 RFC 6749 §3.2}
 */
export const tokenEndpoint = /* @__PURE__ */ preset(
  "tokenEndpoint",
  (options: TokenEndpointOptions): RefreshFunction =>
    refreshFunction("tokenEndpoint", checkOptionNames("tokenEndpoint", options, names)),
);

const names = ["url", "headers", "body", "refreshToken", "reply", "lifetime", "deadOn", "fetch"];

/** @param caller the function that the user called, for messages */
export function refreshFunction(
  caller: string,
  options: Partial<TokenEndpointOptions>,
): RefreshFunction {
  const endpoint = resolve(caller, options);
  const { fetch } = endpoint;
  const refresh = async (current: TokenSet | undefined, { signal }: RefreshContext) => {
    const response = await fetch(endpoint.url, {
      ...request(endpoint, refreshTokenOf(endpoint, current)),
      signal,
    });
    const text = await readText(response);
    if (response.ok) return readReply(text, endpoint.reply, endpoint.lifetime);
    const deadOn = endpoint.refreshToken === "none" ? undefined : endpoint.deadOn;
    throw readFailure(response, text, { endpoint: "token endpoint", deadOn });
  };
  return Object.assign(refresh, { endpoint: new URL(endpoint.url).origin });
}

function resolve(caller: string, options: Partial<TokenEndpointOptions>): TokenEndpoint {
  const wrong = (name: string, what: string) => wrongOption(caller, name, what);
  const { headers = {}, body, refreshToken = "required", deadOn = [], lifetime } = options;
  const reply = { ...defaultReply, ...options.reply };
  const endpoint = checkEndpoint(caller, options);
  if (!areHeaders(headers)) throw wrong("headers", "names and values that HTTP can carry");
  if (!areTexts(body ?? {})) throw wrong("body", "fields with texts");
  if (!/^(required|cookie|none)$/.test(refreshToken)) {
    throw wrong("refreshToken", '"required", "cookie" or "none"');
  }
  if (!areTexts(reply) || Object.values(reply).includes("")) {
    throw wrong("reply", "non-empty dotted paths");
  }
  if (!Array.isArray(deadOn)) throw wrong("deadOn", "a list of statuses");
  if (lifetime !== undefined && !(Number.isFinite(lifetime) && lifetime > 0)) {
    throw wrong("lifetime", "a positive number of ms");
  }
  return { ...endpoint, headers, body, refreshToken, reply, lifetime, deadOn };
}

/** `fetch` refuses wrong ones only when it is called, by an error that shows the value. */
function areHeaders(headers: Readonly<Record<string, string>>): boolean {
  try {
    return areTexts(headers) && Boolean(new Headers(headers));
  } catch {
    return false;
  }
}

/** Found out when it is called, the refresh token would count as sent. */
function areTexts(fields: Readonly<Record<string, string>>): boolean {
  const isObject = typeof fields === "object" && fields !== null;
  return isObject && Object.values(fields).every((text) => typeof text === "string");
}

/** @throws {TokenError} `login_required` when there is none, or it is one that no header can carry */
function refreshTokenOf({ refreshToken }: TokenEndpoint, current: TokenSet | undefined): string {
  if (refreshToken !== "required") return "";
  const token = current?.refreshToken;
  if (token && /^[\x20-\x7e]+$/.test(token)) return token;
  throw new TokenError(
    "login_required",
    token
      ? "The refresh token has characters that no token has (RFC 6749 §A.17). Nothing was sent; check the seed."
      : "There is no refresh token. Log in, and give it by `seed` or `set()`.",
  );
}

function request({ headers, body, refreshToken }: TokenEndpoint, token: string): RequestInit {
  const filled = new Headers({ accept: "application/json" });
  for (const [name, value] of Object.entries(fill(headers, token))) filled.set(name, value);
  const isJson = /\bjson\b/i.test(filled.get("content-type") ?? "");
  const fields = body && fill(body, token);
  return {
    method: "POST",
    // A 307 would have the token sent on to wherever it says.
    redirect: "manual",
    cache: "no-store",
    headers: filled,
    ...(fields && { body: isJson ? JSON.stringify(fields) : new URLSearchParams(fields) }),
    ...(refreshToken === "cookie" && { credentials: "include" }),
  };
}

function fill(template: Readonly<Record<string, string>>, token: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) => [
      name,
      value.replaceAll("{refreshToken}", () => token),
    ]),
  );
}

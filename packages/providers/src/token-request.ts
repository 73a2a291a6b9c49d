import { TokenError, type TokenSet } from "@refresh-once/core";
import type { ClientCredentials } from "./client-authentication.ts";

/** How a request to a token endpoint is made; `{refreshToken}` stands for the refresh token. */
export interface RequestTemplate {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>> | undefined;
  readonly refreshToken: "required" | "cookie" | "none";
}

/**
 * The refresh token to send.
 *
 * @throws {TokenError} `login_required` if there is none, or it has characters that no token may have
 */
export function refreshTokenOf(
  { refreshToken }: RequestTemplate,
  current: TokenSet | undefined,
): string {
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

/** Makes the request that sends a refresh token. */
export function requestOf(
  { headers, body, refreshToken }: RequestTemplate,
  token: string,
  client: ClientCredentials,
): RequestInit {
  const filled = new Headers({ accept: "application/json" });
  const given = { ...fill(headers, token), ...client.headers };
  for (const [name, value] of Object.entries(given)) filled.set(name, value);
  const isJson = /\bjson\b/i.test(filled.get("content-type") ?? "");
  const fields = (body || client.fields) && { ...fill(body ?? {}, token), ...client.fields };
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

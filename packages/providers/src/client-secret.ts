import type { ClientCredentials } from "./client-authentication.ts";

/**
 * HTTP Basic with an id and a secret.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7617#section-2.1 RFC 7617 §2.1}: UTF-8
 */
export function basic(id: string, secret: string): ClientCredentials {
  const bytes = new TextEncoder().encode(`${id}:${secret}`);
  const authorization = `Basic ${btoa(String.fromCharCode(...bytes))}`;
  return { headers: { authorization } };
}

/** Id and secret as fields of the body. */
export function inBody(id: string, secret: string): ClientCredentials {
  return { fields: { client_id: id, client_secret: secret } };
}

/** Form-encodes a value, as RFC 6749 §2.3.1 requires for HTTP Basic. */
export function formEncode(value: string): string {
  return new URLSearchParams({ "": value }).toString().slice(1);
}

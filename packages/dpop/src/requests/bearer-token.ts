/**
 * The token in an `Authorization` header; `undefined` if it is of another scheme.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-2.1 RFC 6750 §2.1}
 */
export function bearerTokenIn(authorization: unknown): string | undefined {
  if (typeof authorization !== "string") return undefined;
  return /^Bearer +(.+)$/i.exec(authorization)?.[1];
}

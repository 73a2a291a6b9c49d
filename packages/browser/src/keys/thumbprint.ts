/** The members of a key that its thumbprint is made of, in the order that the RFC prescribes. */
const members = ["crv", "kty", "x", "y"] as const;

/**
 * The thumbprint of a public key of an elliptic curve.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7638#section-3 RFC 7638 §3}
 */
export async function thumbprintOf(publicKey: CryptoKey): Promise<string> {
  const jwk = await crypto.subtle.exportKey("jwk", publicKey);
  const required = members.filter((name) => jwk[name] !== undefined);
  const text = JSON.stringify(Object.fromEntries(required.map((name) => [name, jwk[name]])));
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(hash)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

import type { SeenRequest } from "./door.ts";

/**
 * What was wrong with requests whose tokens are bound: each needs a proof of its own, and an access token is
 * sent only by the scheme `DPoP`. Whether the proofs are right, the server has checked.
 *
 * @param tokenPath of the token endpoint, whose requests have no access token
 * @see {@link https://www.rfc-editor.org/rfc/rfc9449#section-7.1 RFC 9449 §7.1}
 */
export function problemWithProofs(
  requests: readonly SeenRequest[],
  tokenPath: string,
): string | undefined {
  const seen = new Set<string>();
  for (const { path, headers } of requests) {
    const proof = headers.dpop;
    if (typeof proof !== "string") return `${path}: no proof`;
    if (seen.has(proof)) return `${path}: a proof that was sent before`;
    seen.add(proof);
    const [scheme] = headers.authorization?.split(" ") ?? [];
    if (path !== tokenPath && scheme !== "DPoP") return `${path}: sent as ${scheme}`;
  }
  return requests.length > 0 ? undefined : "no request has come";
}

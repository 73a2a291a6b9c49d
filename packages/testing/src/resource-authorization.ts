import type { IncomingMessage } from "node:http";
import type { Provider } from "./provider.ts";
import type { ReceivedRequest } from "./request-log.ts";
import type { Unauthorized } from "./unauthorized.ts";

/** An access token, and the scheme by which it was sent. */
export interface SentToken {
  readonly scheme: "Bearer" | "DPoP";
  readonly accessToken: string;
}

/**
 * The access token of a request.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-2.1 RFC 6750 §2.1}
 * @see {@link https://www.rfc-editor.org/rfc/rfc9449#section-7.1 RFC 9449 §7.1}
 */
export function accessTokenIn({ headers }: IncomingMessage): SentToken | undefined {
  const parts = /^(Bearer|DPoP) +([\w.~+/-]+=*)$/i.exec(headers.authorization ?? "");
  if (!parts) return undefined;
  const [, scheme = "", accessToken = ""] = parts;
  return { scheme: scheme.toLowerCase() === "dpop" ? "DPoP" : "Bearer", accessToken };
}

/**
 * Why a request is not authorized. A bound token needs the scheme `DPoP` and a proof with its key; no other
 * token may be sent by that scheme.
 *
 * @param alive whether the access token is valid
 */
export async function problemWith(
  sent: SentToken | undefined,
  alive: boolean,
  { request, provider }: { readonly request: ReceivedRequest; readonly provider: Provider },
): Promise<Unauthorized | undefined> {
  if (sent?.scheme !== "DPoP") {
    const isBound = sent && provider.ledger.bindingOf(sent.accessToken) !== undefined;
    return alive && !isBound ? undefined : { error: "invalid_token" };
  }
  const { scheme, accessToken } = sent;
  const proof = await provider.proofs.check({ endpoint: "resource", request, accessToken });
  if (proof.kind === "rejected") return { scheme, error: proof.error };
  if (proof.kind === "absent") return { scheme, error: "invalid_dpop_proof" };
  const binding = provider.ledger.bindingOf(accessToken);
  const isOwnKey = binding?.thumbprint === proof.binding.thumbprint;
  return alive && isOwnKey ? undefined : { scheme, error: "invalid_token" };
}

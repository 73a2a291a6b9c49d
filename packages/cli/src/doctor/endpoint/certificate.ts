import { durationText } from "../../status/times.ts";
import { type Finding, findingsOf } from "../finding.ts";
import type { Greeting } from "./greeting.ts";

const finding = findingsOf("certificate");

/** Renewals are usually automatic, and happen before this; ms. */
const soon = 14 * 86_400_000;

/** Whether the certificate of a server is trusted, and for how long. Nothing without TLS. */
export function certificateFinding({ origin, certificate }: Greeting): Finding[] {
  if (!certificate) return [];
  const { error, validTo } = certificate;
  if (error !== undefined) {
    const reason = reasons[error] ?? "The certificate is not trusted";
    return [finding.problem(`${origin}: ${reason} (${error}). Nothing can be refreshed.`)];
  }
  const left = validTo - Date.now();
  if (Number.isNaN(left)) {
    return [finding.not_checked(`${origin} does not tell when its certificate ends.`)];
  }
  if (left < soon) {
    return [
      finding.warning(
        `The certificate of ${origin} ends in ${durationText(left)}. If it is yours, renew it; otherwise ask the provider.`,
      ),
    ];
  }
  return [finding.ok(`The certificate of ${origin} is valid for ${durationText(left)}.`)];
}

const unknownAuthority =
  "The certificate is of an authority that Node.js does not know. If the authority is your own, name its certificate in NODE_EXTRA_CA_CERTS; otherwise somebody may read the connection";

/**
 * What the codes mean.
 *
 * @see {@link https://nodejs.org/api/tls.html#x509-certificate-error-codes X509 certificate error codes}
 */
const reasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "The certificate has expired, or the clock of this machine is ahead",
  CERT_NOT_YET_VALID: "The certificate is not valid yet, or the clock of this machine is behind",
  CERT_REVOKED: "The certificate was revoked",
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "The server sends its certificate without the intermediate ones, or the authority is not known. Tell the provider, or name the authority in NODE_EXTRA_CA_CERTS",
  ERR_TLS_CERT_ALTNAME_INVALID: "The certificate is of another host. Check the URL",
};

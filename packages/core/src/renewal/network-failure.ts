import { errorsIn, textOf } from "../errors/index.ts";
import { attempt } from "../values/index.ts";

/** Why nothing was sent: the network or the server's certificate, or a request that cannot be sent at all. */
export type NotSentReason = "unreachable" | "misconfigured";

/** Codes of connections that were never made, and of OpenSSL's checks of a certificate. */
const unconnected = new RegExp(
  `^(${[
    "ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL",
    "UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket|ERR_TLS_CERT_ALTNAME_INVALID",
    "(DEPTH_ZERO_)?SELF_SIGNED_CERT[A-Z_]*|CERT_[A-Z_]+|UNABLE_TO_(GET|VERIFY)_[A-Z_]+|HOSTNAME_MISMATCH",
    "INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED",
  ].join("|")})$`,
);

/**
 * What a client says in words alone. Of Node.js: a handshake that was cut off or that met no TLS; of
 * Bun: the same, and connections; of Deno: every connection. node-fetch puts its own words before.
 */
const unconnectedWords =
  /(^|reason: )(connect E[A-Z]+|write EPROTO)\b|^Timeout awaiting '(lookup|connect|secureConnect|socket)'|before secure TLS connection was established|client error \(Connect\)|^ETIMEDOUT: Unable to connect|The TLS handshake failed/;

/** Codes and words of a URL that is none, or that a client refuses to call. */
const unsendable =
  /^(ERR_INVALID_URL|ERR_INVALID_PROTOCOL|ERR_UNSUPPORTED_PROTOCOL|ERR_SOCKET_BAD_PORT|UND_ERR_INVALID_ARG|OAUTH_(REQUEST_PROTOCOL|HTTP_REQUEST)_FORBIDDEN|OAUTH_INVALID_SERVER_METADATA)$/;
const unsendableWords =
  /^(bad port$|unknown scheme$|Failed to parse URL from |Invalid URL|Unsupported protocol|Url scheme |protocol must be http|`url` must not start with a slash|Fetch failed: Requests to port |Requires net access to )/;

/**
 * Why the request behind an error was never sent.
 *
 * @returns `undefined` if the error does not say so: then a server may have received it
 */
export function notSentReason(thrown: unknown): NotSentReason | undefined {
  // A hostile error may throw when it is read.
  return attempt(() => reasonIn(errorsIn(thrown)));
}

function reasonIn(errors: readonly object[]): NotSentReason | undefined {
  if (errors.some(isUnsendable)) return "misconfigured";
  if (errors.some(isUnconnected)) return "unreachable";
  // From Node's `fetch` alone such a code means the handshake; elsewhere it may come later.
  const isFetch = errors.some((error) => textOf(error, "message") === "fetch failed");
  return isFetch && errors.some(isTlsFailure) ? "unreachable" : undefined;
}

function isTlsFailure(error: object): boolean {
  return textOf(error, "code")?.startsWith("ERR_SSL_") === true;
}

/** Whatever keeps the system from connecting, such as a limit on file descriptors, nothing was sent. */
function isUnconnected(error: object): boolean {
  return (
    textOf(error, "syscall") === "connect" ||
    unconnected.test(textOf(error, "code") ?? "") ||
    unconnectedWords.test(textOf(error, "message") ?? "")
  );
}

function isUnsendable(error: object): boolean {
  return (
    unsendable.test(textOf(error, "code") ?? "") ||
    unsendableWords.test(textOf(error, "message") ?? "")
  );
}

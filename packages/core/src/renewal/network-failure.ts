import { errorsIn } from "../errors/index.ts";
import { textOf } from "../values/index.ts";

/**
 * Why a request was not sent. `unreachable`: the network, or the certificate of the server. `misconfigured`: the
 * request itself, such as its URL.
 */
export type NotSentReason = "unreachable" | "misconfigured";

/** What the `code`, `message` or `syscall` of an error shows. The first row that matches counts. */
const signs: readonly (readonly [NotSentReason, "code" | "message" | "syscall", RegExp])[] = [
  // A URL that is invalid, or that a client refuses to call.
  [
    "misconfigured",
    "code",
    /^(ERR_INVALID_URL|ERR_INVALID_PROTOCOL|ERR_UNSUPPORTED_PROTOCOL|ERR_SOCKET_BAD_PORT|UND_ERR_INVALID_ARG|OAUTH_(REQUEST_PROTOCOL|HTTP_REQUEST)_FORBIDDEN|OAUTH_INVALID_SERVER_METADATA)$/,
  ],
  [
    "misconfigured",
    "message",
    /^(bad port$|unknown scheme$|Failed to parse URL from |Invalid URL|Unsupported protocol|Url scheme |protocol must be http|`url` must not start with a slash|Fetch failed: Requests to port |Requires net access to )/,
  ],
  // All reasons of the operating system, such as a limit on file descriptors.
  ["unreachable", "syscall", /^connect$/],
  // A connection that was not established.
  [
    "unreachable",
    "code",
    /^(ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket)$/,
  ],
  // An invalid certificate (OpenSSL).
  [
    "unreachable",
    "code",
    /^(ERR_TLS_CERT_ALTNAME_INVALID|(DEPTH_ZERO_)?SELF_SIGNED_CERT[A-Z_]*|CERT_[A-Z_]+|UNABLE_TO_(GET|VERIFY)_[A-Z_]+|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/,
  ],
  // Where a runtime has no error code. Node.js: a TLS handshake that was cut off, or a server without TLS.
  // Bun: the same, and connections. Deno: all connections. node-fetch adds a prefix.
  [
    "unreachable",
    "message",
    /(^|reason: )(connect E[A-Z]+|write EPROTO)\b|^Timeout awaiting '(lookup|connect|secureConnect|socket)'|before secure TLS connection was established|client error \(Connect\)|^ETIMEDOUT: Unable to connect|The TLS handshake failed/,
  ],
];

/** Whether a browser says that it has no network. Node.js does not tell. */
export function isOffline(): boolean {
  return Reflect.get(Object(Reflect.get(globalThis, "navigator")), "onLine") === false;
}

/**
 * Returns why the request behind an error was not sent.
 *
 * @returns `undefined` if the error does not show this; a server may then have received the request
 */
export function notSentReason(thrown: unknown): NotSentReason | undefined {
  const errors = errorsIn(thrown);
  const isAny = (property: string, pattern: RegExp) =>
    errors.some((error) => pattern.test(textOf(error, property) ?? ""));
  const sign = signs.find(([, property, pattern]) => isAny(property, pattern));
  if (sign) return sign[0];
  // Only in errors of Node's `fetch` does such a code mean the handshake. Elsewhere, it may come later.
  const isTlsFailure = isAny("message", /^fetch failed$/) && isAny("code", /^ERR_SSL_/);
  return isTlsFailure ? "unreachable" : undefined;
}

import { attempt } from "./attempt.ts";
import { isObject } from "./is-object.ts";
import { isTokenError, TokenError, type TokenErrorDetails } from "./token-error.ts";
import type { TokenSet } from "./token-set.ts";

/** Codes of connections that were never made: the token endpoint has seen nothing. */
const unconnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** OAuth error codes by which the server speaks of itself, not of the request (RFC 6749 §4.1.2.1). */
const serverTrouble = /^(server_error|temporarily_unavailable)$/;

/** RFC 6749 §5.2, RFC 7009 §2.2.1 and RFC 9449 §5, §8: what a message may quote. Anything else could be an echoed token. */
const registered =
  /^(invalid_(request|client|scope|dpop_proof)|unauthorized_client|unsupported_(grant|token)_type|server_error|temporarily_unavailable|use_dpop_nonce)$/;

/** Whatever a refresh function threw, as the one error of this library, without a secret. */
export function failureOf(thrown: unknown, current: TokenSet | undefined): TokenError {
  // It may throw even where it is looked at.
  return attempt(() => understood(thrown, current)) ?? noAnswer(current);
}

function understood(thrown: unknown, current: TokenSet | undefined): TokenError {
  if (isTokenError(thrown)) return thrown;
  const oauth = text(thrown, "error");
  if (oauth !== undefined) return oauthFailure(oauth);
  const cause = withoutSecrets(thrown, current);
  if (chainOf(thrown).some(isUnconnected)) {
    return new TokenError(
      "unreachable",
      "The token endpoint cannot be reached. Nothing was spent. Try again later.",
      { cause },
    );
  }
  return noAnswer(current, { cause });
}

/** Whatever keeps the system from connecting (no more file descriptors), nothing was sent. */
function isUnconnected(error: unknown): boolean {
  return text(error, "syscall") === "connect" || unconnected.test(text(error, "code") ?? "");
}

/** Only a refresh token can be in doubt. */
function noAnswer(current: TokenSet | undefined, details?: TokenErrorDetails): TokenError {
  return current?.refreshToken
    ? new TokenError(
        "in_doubt",
        "The refresh token was sent, and no usable answer came back.",
        details,
      )
    : new TokenError(
        "unavailable",
        "The token endpoint gave no usable answer. Nothing was spent. Try again later.",
        details,
      );
}

/**
 * The failure that an OAuth error code stands for.
 *
 * @param endpoint which has answered with it, for the message
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.2 RFC 6749 §5.2}
 */
export function oauthFailure(
  error: string,
  endpoint: "token endpoint" | "revocation endpoint" = "token endpoint",
): TokenError {
  if (error === "invalid_grant") {
    return new TokenError(
      "invalid_grant",
      `The ${endpoint} refuses the refresh token (invalid_grant). Log in again.`,
    );
  }
  const known = registered.test(error) ? error : "an unknown error";
  return serverTrouble.test(error)
    ? new TokenError("unavailable", `The ${endpoint} is in trouble (${known}). Try again later.`)
    : new TokenError(
        "request_rejected",
        `The ${endpoint} refuses the request (${known}). Check the client's configuration.`,
      );
}

function text(from: unknown, name: string): string | undefined {
  if (!isObject(from)) return undefined;
  const value: unknown = Reflect.get(from, name);
  return typeof value === "string" ? value : undefined;
}

/** An error and what caused it, a few levels deep. */
function chainOf(thrown: unknown, depth = 4): unknown[] {
  if (depth === 0 || !isObject(thrown)) return [];
  return [thrown, ...chainOf(Reflect.get(thrown, "cause"), depth - 1)];
}

/** Name, code and messages, and in these nothing that is, or looks like, a token. */
function withoutSecrets(thrown: unknown, current: TokenSet | undefined): Error {
  const chain = chainOf(thrown);
  const message = chain.flatMap((error) => text(error, "message") || []).join(": ");
  const shown = (of: string) => redacted(of, [current?.refreshToken, current?.accessToken]);
  const cause = new Error(shown(message || typeof thrown));
  cause.name = shown(text(thrown, "name") ?? "Error");
  const code = chain.map((error) => text(error, "code")).find(Boolean);
  return code ? Object.assign(cause, { code: shown(code) }) : cause;
}

/** Without these secrets, as they are and as a URL has them, nor anything that is as long as one. */
function redacted(message: string, secrets: readonly (string | undefined)[]): string {
  let left = message;
  for (const secret of secrets) {
    if (!secret) continue;
    const inUrl = `${new URLSearchParams({ "": secret })}`.slice(1);
    left = left.replaceAll(secret, "[token]").replaceAll(inUrl, "[token]");
  }
  return left.replace(/[\w.~+/=%!|*$-]{20,}/g, "[redacted]");
}

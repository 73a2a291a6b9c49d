import { textOf } from "../values/index.ts";
import { errorsIn } from "./error-chain.ts";

/** The tokens that an error must not show. */
export interface Secrets {
  readonly accessToken?: string;
  readonly refreshToken?: string;
}

/**
 * An error that is safe to show: the name, code and messages of what was thrown and of its causes,
 * without anything that is a token or looks like one.
 *
 * @param secrets the tokens that the error may quote
 */
export function safeCause(thrown: unknown, secrets: Secrets | undefined): Error {
  const errors = errorsIn(thrown);
  const message = errors.flatMap((error) => textOf(error, "message") || []).join(": ");
  const shown = (text: string) => redact(text, [secrets?.refreshToken, secrets?.accessToken]);
  const cause = new Error(shown(message || typeof thrown));
  cause.name = shown(textOf(thrown, "name") ?? "Error");
  const code = errors.map((error) => textOf(error, "code")).find(Boolean);
  return code ? Object.assign(cause, { code: shown(code) }) : cause;
}

/** Replaces these secrets, also in their URL-encoded form, and any word that is as long as a token. */
function redact(text: string, secrets: readonly (string | undefined)[]): string {
  let left = text;
  for (const secret of secrets) {
    if (!secret) continue;
    const inUrl = `${new URLSearchParams({ "": secret })}`.slice(1);
    left = left.replaceAll(secret, "[token]").replaceAll(inUrl, "[token]");
  }
  return left.replace(/[\w.~+/=%!|*$-]{20,}/g, "[redacted]");
}

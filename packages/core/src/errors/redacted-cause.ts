import { attempt, isObject } from "../values/index.ts";

/** Deep enough for every HTTP client's wrapping of a network error. */
const deepest = 6;

/** An error with its causes, and with the errors of an `AggregateError`, the outermost first. */
export function chainOf(thrown: unknown, depth = deepest): object[] {
  if (depth === 0 || !isObject(thrown)) return [];
  const errors: unknown = Reflect.get(thrown, "errors");
  const causes = [
    Reflect.get(thrown, "cause"),
    ...(Array.isArray(errors) ? errors.slice(0, 4) : []),
  ];
  return [thrown, ...causes.flatMap((cause) => chainOf(cause, depth - 1))];
}

/** A property of a foreign object, if it is a text. */
export function textOf(from: unknown, name: string): string | undefined {
  if (!isObject(from)) return undefined;
  const value: unknown = Reflect.get(from, name);
  return typeof value === "string" ? value : undefined;
}

/** What an error must not show; a token set has them. */
export interface Secrets {
  readonly accessToken?: string;
  readonly refreshToken?: string;
}

/**
 * An error that is safe to show: name, code and messages of what was thrown and of its causes, without
 * anything that is, or looks like, a token.
 *
 * @param secrets that the error may quote
 */
export function safeCause(thrown: unknown, secrets: Secrets | undefined): Error {
  // A hostile error may throw when it is read.
  return attempt(() => redactedCause(thrown, secrets)) ?? new Error("an error that cannot be read");
}

function redactedCause(thrown: unknown, secrets: Secrets | undefined): Error {
  const chain = chainOf(thrown);
  const message = chain.flatMap((error) => textOf(error, "message") || []).join(": ");
  const shown = (text: string) => redact(text, [secrets?.refreshToken, secrets?.accessToken]);
  const cause = new Error(shown(message || typeof thrown));
  cause.name = shown(textOf(thrown, "name") ?? "Error");
  const code = chain.map((error) => textOf(error, "code")).find(Boolean);
  return code ? Object.assign(cause, { code: shown(code) }) : cause;
}

/** Without these secrets, as they are and as a URL has them, nor any word that is as long as one. */
function redact(text: string, secrets: readonly (string | undefined)[]): string {
  let left = text;
  for (const secret of secrets) {
    if (!secret) continue;
    const inUrl = `${new URLSearchParams({ "": secret })}`.slice(1);
    left = left.replaceAll(secret, "[token]").replaceAll(inUrl, "[token]");
  }
  return left.replace(/[\w.~+/=%!|*$-]{20,}/g, "[redacted]");
}

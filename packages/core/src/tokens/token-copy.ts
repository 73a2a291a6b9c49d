import { attempt, serializable } from "../values/index.ts";
import type { TokenSet } from "./token-set.ts";

/**
 * A copy for a user's function, which may change it. It is not frozen: a function that fails because it
 * cannot write to the tokens it was given would lose the reply that it has just received.
 */
export function copyOf(tokens: TokenSet): TokenSet {
  const { extra, ...rest } = tokens;
  return { ...rest, ...(extra && { extra: { ...serializable(extra) } }) };
}

/** A copy that nobody can change: all callers get the same one. */
export function frozenCopyOf(tokens: TokenSet): TokenSet {
  const copy = copyOf(tokens);
  // What is nested too deeply for this stays as it is.
  return attempt(() => deepFreeze(copy)) ?? copy;
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === "object" && part !== null) deepFreeze(part);
  }
  return Object.freeze(value);
}

import { attempt, serializable } from "../values/index.ts";
import type { TokenSet } from "./token-set.ts";

/**
 * Copies tokens for a function of the user. The copy is not frozen: if a refresh function failed because it
 * cannot change its argument, the response that it has just received would be lost.
 */
export function copyOf(tokens: TokenSet): TokenSet {
  const { extra, ...rest } = tokens;
  return { ...rest, ...(extra && { extra: { ...serializable(extra) } }) };
}

/** Copies tokens and freezes the copy, because all callers get the same object. */
export function frozenCopyOf(tokens: TokenSet): TokenSet {
  const copy = copyOf(tokens);
  // If `extra` is nested too deeply for the recursion, it is not frozen.
  return attempt(() => deepFreeze(copy)) ?? copy;
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === "object" && part !== null) deepFreeze(part);
  }
  return Object.freeze(value);
}

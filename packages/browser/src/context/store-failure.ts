import { isTokenError, TokenError } from "@refresh-once/core";

/** What the name of an error of the browser means for the user. */
const reasons: Readonly<Record<string, string>> = {
  QuotaExceededError: "no space is left for this site",
  ReferenceError: "IndexedDB does not exist here",
  SecurityError: "this page may not use storage: it is in a sandboxed frame, or storage is blocked",
  VersionError: "a newer version of this page has written it; reload the page",
};

/** Turns an error of IndexedDB into a `store_failed` error. A `TokenError` is returned unchanged. */
export function storeFailure(thrown: unknown, what: "read" | "written"): TokenError {
  if (isTokenError(thrown)) return thrown;
  const name = nameOf(thrown);
  const reason = reasons[name];
  return new TokenError(
    "store_failed",
    `The tokens in this browser cannot be ${what} (${name}${reason ? `: ${reason}` : ""}).`,
    { cause: thrown },
  );
}

/** Reads the name without `instanceof`, because a frame has error classes of its own. */
export function nameOf(thrown: unknown): string {
  const name: unknown =
    typeof thrown === "object" && thrown !== null ? Reflect.get(thrown, "name") : undefined;
  return typeof name === "string" ? name : "unknown error";
}

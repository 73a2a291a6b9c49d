import { isObject } from "../values/index.ts";

/**
 * The code of a system call's error, such as `ENOENT`; `undefined` for any other value. It does not use
 * `instanceof Error`, because test runners such as Jest give modules an `Error` class of another realm.
 */
export function codeOf(error: unknown): string | undefined {
  if (!isObject(error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Whether a value is a system call's error with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}

/** Returns a rejection handler that ignores errors with this code and rethrows all others. */
export function ignore(code: string): (error: unknown) => void {
  return (error) => {
    if (!hasCode(error, code)) throw error;
  };
}

import { isObject } from "../values/index.ts";

/**
 * The code of a system call's error, such as `ENOENT`; `undefined` if it is none. It does not ask for
 * `instanceof Error`: test runners such as Jest give modules an `Error` of another realm.
 */
export function codeOf(error: unknown): string | undefined {
  if (!isObject(error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Whether it is the error of a system call, with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}

/** A handler of rejections that ignores one code. */
export function ignore(code: string): (error: unknown) => void {
  return (error) => {
    if (!hasCode(error, code)) throw error;
  };
}

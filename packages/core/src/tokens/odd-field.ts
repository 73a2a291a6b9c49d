import { attempt, isObject } from "../values/index.ts";

/** A field of a token answer that cannot be used. It says what was there, never its value. */
export interface OddField {
  /** As the answer calls it: `expires_in`. */
  readonly field: string;
  /** For a sentence: `missing`, `a number`, `an array`. */
  readonly was: string;
}

/** What a value is, for a message that must not show it. */
export function kindOfValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (value === "") return "empty";
  if (Array.isArray(value)) return "an array";
  if (isObject(value)) return kindOfObject(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value === "string")
    return isTokenText(value) ? "a string" : "a string with odd characters";
  return `a ${typeof value}`;
}

/**
 * Whether a text can be a token, so that every HTTP client can send it.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#appendix-A.12 RFC 6749 §A.12, §A.17}
 */
export function isTokenText(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}

/** By its tag: that of another realm, such as a test runner's, has the same; a proxy may throw. */
function kindOfObject(value: object): string {
  const tag = attempt(() => Object.prototype.toString.call(value).slice(8, -1));
  if (tag === "Date") return "a Date";
  return /^(String|Number|Boolean)$/.test(tag ?? "") ? `a ${tag?.toLowerCase()}` : "an object";
}

import { attempt, isObject } from "../values/index.ts";

/** A field of a token response that cannot be used. It describes the value and never contains it. */
export interface OddField {
  /** Its name in the response, for example `expires_in`. */
  readonly field: string;
  /** What the value is, for example `missing`, `a number` or `an array`. */
  readonly was: string;
}

/** Describes a value for a message that must not show it. */
export function kindOfValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (value === "") return "empty";
  if (Array.isArray(value)) return "an array";
  if (isObject(value)) return isDate(value) ? "a Date" : "an object";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value === "string")
    return isTokenText(value) ? "a string" : "a string with odd characters";
  return `a ${typeof value}`;
}

/**
 * Whether a text consists of the characters that a token may have. HTTP clients refuse to send others.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#appendix-A.12 RFC 6749 §A.12, §A.17}
 */
export function isTokenText(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}

/**
 * Uses `toString`, because `instanceof` fails for objects of another realm, such as those of a test runner. A
 * proxy may throw.
 */
function isDate(value: object): boolean {
  return attempt(() => Object.prototype.toString.call(value)) === "[object Date]";
}

/** Whether a field counts as absent. JSON cannot represent `Infinity`, an expiry that never comes. */
export function isBlank(field: unknown): boolean {
  return field === undefined || field === "" || field === Infinity;
}

import { base64url } from "jose";
import { wrongOption } from "./wrong-option.ts";

/**
 * A named key for A256GCM.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7515#section-4.1.4 RFC 7515 §4.1.4}: `kid`
 */
export interface EncryptionKey {
  /**
   * The name of the key, which is stored unencrypted with each record: 1 to 64 letters, digits and
   * `. _ : @ / -`. Give each secret a different name.
   */
  readonly kid: string;
  /** 32 random bytes, or the same as a base64url or base64 string. */
  readonly secret: Uint8Array | string;
}

/** The length of an A256GCM key, in bytes. */
const secretLength = 32;

/** Valid names. They are safe to quote in an error message, even if the name comes from a stored record. */
const name = /^[\w.:@/-]{1,64}$/;

/** 32 bytes in base64url or base64: 43 characters, and one `=` if the string is padded. */
const encoded = /^(?:[\w-]{43}|[A-Za-z\d+/]{43})=?$/;

/** Whether a value is a valid name of a key. */
export function isKeyName(kid: unknown): kid is string {
  return typeof kid === "string" && name.test(kid);
}

/**
 * Returns a copy of a key's bytes.
 *
 * @param option the option that the error names
 * @throws {TypeError} if the secret does not have 32 bytes
 */
export function secretOf(secret: unknown, option: string): Uint8Array {
  const bytes = typeof secret === "string" ? decoded(secret.trim()) : secret;
  if (isBytes(bytes) && bytes.length === secretLength) return Uint8Array.from(bytes);
  throw wrongOption(option, `${secretLength} bytes, or a base64url or base64 string of them`);
}

/** Checks the tag and not the class, because a test runner may replace `Uint8Array`. */
function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}

function decoded(text: string): Uint8Array | undefined {
  if (!encoded.test(text)) return undefined;
  return base64url.decode(text.slice(0, 43).replaceAll("+", "-").replaceAll("/", "_"));
}

import { base64url } from "jose";
import { wrongOption } from "./wrong-option.ts";

/** A key of A256GCM, with a name. */
export interface EncryptionKey {
  /**
   * Names the key beside what it has sealed, readable to all: 1 to 64 letters, digits and
   * `. _ : @ / -`. Each secret has a name of its own.
   */
  readonly kid: string;
  /** 32 random bytes, or a text that is their base64url or base64. */
  readonly secret: Uint8Array | string;
}

/** Bytes of an A256GCM key. */
const secretLength = 32;

/** What a name may be, so that an error can show it wherever it comes from. */
const name = /^[\w.:@/-]{1,64}$/;

/** 32 bytes are 43 digits, and one `=` where there is padding. */
const encoded = /^(?:[\w-]{43}|[A-Za-z\d+/]{43})=?$/;

/** Whether a key can have this name. */
export function isKeyName(kid: unknown): kid is string {
  return typeof kid === "string" && name.test(kid);
}

/**
 * A copy of a key's bytes.
 *
 * @param option what the key is called in an error
 * @throws {TypeError}
 */
export function secretOf(secret: unknown, option: string): Uint8Array {
  const bytes = typeof secret === "string" ? decoded(secret.trim()) : secret;
  if (isBytes(bytes) && bytes.length === secretLength) return Uint8Array.from(bytes);
  throw wrongOption(option, `${secretLength} bytes, or their base64url or base64`);
}

/** By its tag: a test runner may give this module a `Uint8Array` of another realm. */
function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}

function decoded(text: string): Uint8Array | undefined {
  if (!encoded.test(text)) return undefined;
  return base64url.decode(text.slice(0, 43).replaceAll("+", "-").replaceAll("/", "_"));
}

import { TokenError } from "@refresh-once/core";
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
  /**
   * 32 random bytes, or the same as a base64url or base64 string. Or a `CryptoKey` for AES-GCM with 256 bits, which
   * need not be extractable; or a function that returns one, such as `deviceKey()` of `@refresh-once/browser`. The
   * function is called at each read and each claim of the store.
   */
  readonly secret: Uint8Array | string | AesKey | (() => AesKey | PromiseLike<AesKey>);
}

/**
 * A `CryptoKey` of Web Crypto for AES-GCM. Its parts are described here, because a program for Node.js knows no types
 * of browsers.
 *
 * @see {@link https://www.w3.org/TR/webcrypto-2/#cryptokey-interface Web Cryptography, `CryptoKey`}
 */
export interface AesKey {
  /** Always `secret`. */
  readonly type: string;
  /** Whether a script can read the bytes of the key. */
  readonly extractable: boolean;
  /** Its name is `AES-GCM`. */
  readonly algorithm: {
    /** Always `AES-GCM`. */
    readonly name: string;
  };
  /** `encrypt` and `decrypt`. */
  readonly usages: readonly string[];
}

/** The global `CryptoKey`, under a name that also exists where only the types of Node.js are loaded. */
type WebCryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A secret for the cipher. */
export type Secret = Uint8Array | WebCryptoKey;

/** Returns the secret of a key. */
export type SecretSource = () => Secret | Promise<Secret>;

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
 * Returns where the secret of a key comes from. Bytes are copied.
 *
 * @param option the option that the error names
 * @throws {TypeError} if it is no secret for A256GCM
 */
export function secretSource(secret: unknown, option: string): SecretSource {
  if (isFunction(secret)) return () => givenBy(secret, option);
  if (isAesKey(secret)) return () => secret;
  const bytes = typeof secret === "string" ? decoded(secret.trim()) : secret;
  if (isBytes(bytes) && bytes.length === secretLength) {
    const copy = Uint8Array.from(bytes);
    return () => copy;
  }
  const orText = "or a base64url or base64 string of them, or a CryptoKey for AES-GCM";
  throw wrongOption(option, `${secretLength} bytes, ${orText}`);
}

/** @throws {TokenError} `store_failed` if the function returns something else; also what it throws */
async function givenBy(secret: () => unknown, option: string): Promise<WebCryptoKey> {
  const key = await secret();
  if (isAesKey(key)) return key;
  throw new TokenError(
    "store_failed",
    `encryptedStore: the function "${option}" must return a CryptoKey for AES-GCM with 256 bits, and returned something else. No token was spent.`,
  );
}

/** Checks the tag and not the class, because a frame has classes of its own. */
function isAesKey(value: unknown): value is WebCryptoKey {
  if (tagOf(value) !== "[object CryptoKey]") return false;
  const { algorithm, usages }: Partial<WebCryptoKey> = Object(value);
  const length: unknown = Reflect.get(Object(algorithm), "length");
  const isUsable = usages?.includes("encrypt") && usages.includes("decrypt");
  return isUsable === true && algorithm?.name === "AES-GCM" && length === 8 * secretLength;
}

/** Checks the tag and not the class, because a test runner may replace `Uint8Array`. */
function isBytes(value: unknown): value is Uint8Array {
  return tagOf(value) === "[object Uint8Array]";
}

function isFunction(value: unknown): value is () => unknown {
  return typeof value === "function";
}

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}

function decoded(text: string): Uint8Array | undefined {
  if (!encoded.test(text)) return undefined;
  return base64url.decode(text.slice(0, 43).replaceAll("+", "-").replaceAll("/", "_"));
}

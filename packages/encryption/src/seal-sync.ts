import { base64url } from "jose";
import type { Sealing } from "./key-ring.ts";

/** The parts of `node:crypto` that are used here. */
interface NodeCrypto {
  randomBytes(size: number): Uint8Array;
  createCipheriv(algorithm: "aes-256-gcm", key: Uint8Array, iv: Uint8Array): Cipher;
}

interface Cipher {
  setAAD(data: Uint8Array): unknown;
  update(data: Uint8Array): Uint8Array;
  final(): Uint8Array;
  getAuthTag(): Uint8Array;
}

/**
 * Seals a text synchronously, because a journal must be written before any other code runs. Web Crypto, used
 * everywhere else, is asynchronous only. Stores with a journal run on Node.js, which has `node:crypto`.
 *
 * @throws {Error} if the runtime has no `node:crypto`
 * @see {@link https://www.rfc-editor.org/rfc/rfc7516#section-5.1 RFC 7516 §5.1}
 */
export function sealSync({ header, secret }: Sealing<Uint8Array>, text: string): string {
  const { randomBytes, createCipheriv } = nodeCrypto();
  const encoded = base64url.encode(utf8(JSON.stringify(header)));
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", secret, iv);
  cipher.setAAD(utf8(encoded));
  const ciphertext = cipher.update(utf8(text));
  // Returns no more bytes, but completes the tag.
  cipher.final();
  const parts = [iv, ciphertext, cipher.getAuthTag()].map((part) => base64url.encode(part));
  return [encoded, "", ...parts].join(".");
}

function nodeCrypto(): NodeCrypto {
  const process: { getBuiltinModule?(id: string): NodeCrypto | undefined } | undefined =
    Reflect.get(globalThis, "process");
  const crypto = process?.getBuiltinModule?.("node:crypto");
  if (crypto) return crypto;
  throw new Error(
    "encryptedStore: this runtime has no node:crypto, which a store with a journal needs",
  );
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

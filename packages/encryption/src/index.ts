/**
 * Encrypts the tokens in any token store.
 *
 * @packageDocumentation
 */
export { type EncryptionOptions, encryptedStore } from "./encrypted-store.ts";
export type { AesKey, EncryptionKey } from "./encryption-key.ts";

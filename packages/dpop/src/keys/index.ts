/** Keys: to which login they belong, and how they are kept. */
export { isDowngraded } from "./binding.ts";
export type { KeyStore, ProofAlgorithm, SigningKeyPair } from "./key-store.ts";
export { createKey, findKey, type KeyOptions, type StoredKey } from "./login-key.ts";
export { LoginKeys } from "./login-keys.ts";

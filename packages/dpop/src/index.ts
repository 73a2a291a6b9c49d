/**
 * Sends access tokens that are bound to a key, with a proof of possession for each request (DPoP).
 *
 * @packageDocumentation
 */
export { createDpop, type Dpop, type DpopOptions } from "./create-dpop.ts";
export type { KeyStore, ProofAlgorithm, SigningKeyPair } from "./keys/index.ts";
export type { LoginKey } from "./login-key.ts";
export type { AdapterOf, HeadersOfAdapter, RequestOfAdapter } from "./requests/index.ts";

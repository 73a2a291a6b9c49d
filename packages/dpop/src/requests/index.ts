/** Requests: how they are authorized, signed, and sent again with a nonce. */
export { Authorizer } from "./authorization.ts";
export {
  type AdapterOf,
  dpopAdapter,
  type HeadersOfAdapter,
  type RequestOfAdapter,
} from "./dpop-adapter.ts";
export { dpopFetch, type ResourceContext } from "./dpop-fetch.ts";
export { KnownTokens } from "./known-tokens.ts";
export { Nonces } from "./nonces.ts";
export { sendPlainly, tokenRequestFetch } from "./token-request.ts";

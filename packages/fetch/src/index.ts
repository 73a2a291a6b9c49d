/**
 * Attaches access tokens to the requests of `fetch`.
 *
 * @packageDocumentation
 */
export { type AuthFetchOptions, authFetch } from "./auth-fetch.ts";

export { type AuthFetchOptions, authFetch } from "./auth-fetch.ts";

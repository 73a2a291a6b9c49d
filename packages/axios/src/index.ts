/**
 * Attaches access tokens to the requests of an axios instance.
 *
 * @packageDocumentation
 */
export { type AttachAuthOptions, attachAuth } from "./attach-auth.ts";

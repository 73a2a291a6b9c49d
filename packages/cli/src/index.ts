/**
 * Types for the configuration of the command `refresh-once`.
 *
 * @packageDocumentation
 */
export {
  defineLogins,
  type LoginClientAuthentication,
  type LoginOptions,
  type Logins,
} from "./login-options.ts";

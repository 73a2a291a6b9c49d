export { chainOf, safeCause, textOf } from "./redacted-cause.ts";
export {
  isTokenError,
  isTokenErrorCode,
  TokenError,
  type TokenErrorCode,
  type TokenErrorDetails,
  type TokenErrorKind,
  withResponse,
} from "./token-error.ts";

export { errorsIn } from "./error-chain.ts";
export { findTokenError } from "./find-token-error.ts";
export { safeCause } from "./redacted-cause.ts";
export { isTokenError, TokenError, type TokenErrorDetails, withResponse } from "./token-error.ts";
export {
  isTokenErrorCode,
  type TokenErrorCode,
  type TokenErrorCodes,
  type TokenErrorKind,
} from "./token-error-code.ts";

import type { TokenError } from "@refresh-once/core";
import { failureOfAnswer, retryAfter } from "@refresh-once/core/adapter";
import { type ErrorNames, errorIn } from "./reply-error.ts";

/** The endpoint that sent a failed reply. */
export interface FailedReply {
  /** For the message, such as "token endpoint". */
  readonly endpoint: string;
  /**
   * Further statuses that mean a dead refresh token without an OAuth error code; `undefined` if the request
   * contained no refresh token.
   */
  readonly deadOn?: readonly number[] | undefined;
  readonly errors: ErrorNames;
}

/**
 * Classifies a reply whose status is not 2xx.
 *
 * @param text of the body
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.2 RFC 6749 §5.2}
 */
export function readFailure(
  { status, headers }: Response,
  text: string,
  { endpoint, deadOn, errors }: FailedReply,
): TokenError {
  return failureOfAnswer({
    status,
    error: errorIn(text, errors),
    deadErrors: errors.deadErrors,
    body: text,
    retryAt: retryAfter(headers.get("retry-after")),
    endpoint,
    deadOn,
  });
}

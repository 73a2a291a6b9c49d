import type { TokenError } from "@refresh-once/core";
import { failureOfAnswer, retryAfter } from "@refresh-once/core/adapter";
import { errorIn } from "./reply.ts";

/** What a failed reply is about. */
export interface FailedReply {
  /** For the message: "token endpoint". */
  readonly endpoint: string;
  /**
   * Further statuses that mean a dead refresh token without an OAuth error code; `undefined` if no
   * refresh token was sent.
   */
  readonly deadOn?: readonly number[] | undefined;
}

/**
 * What a reply without a 2xx status means.
 *
 * @param text of its body
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.2 RFC 6749 §5.2}
 */
export function readFailure(
  { status, headers }: Response,
  text: string,
  { endpoint, deadOn }: FailedReply,
): TokenError {
  return failureOfAnswer({
    status,
    error: errorIn(text),
    body: text,
    retryAt: retryAfter(headers.get("retry-after")),
    endpoint,
    deadOn,
  });
}

/** The endpoint that a fault affects. */
export type FaultyEndpoint = "token" | "revocation";

/**
 * A fault of a token endpoint or a revocation endpoint. Where this says that tokens are rotated, a
 * revocation endpoint revokes its token.
 */
export type Fault =
  | {
      /** The server replies with a status and processes nothing: no refresh token is spent. */
      readonly kind: "status";
      /** The HTTP status, from 200 to 599. */
      readonly status: number;
      /** The `Retry-After` header, in seconds. Default: none. */
      readonly retryAfter?: number;
      /** The body. Default: empty. */
      readonly body?: string;
      /** The `Content-Type`. Default: `application/json` if there is a body. */
      readonly contentType?: string;
    }
  | {
      /** The server processes nothing and does not reply. The connection stays open until `close()`. */
      readonly kind: "hang";
    }
  | {
      /** The server processes nothing and resets the connection. */
      readonly kind: "reset";
    }
  | {
      /** The server rotates the tokens, and closes the connection without a reply. */
      readonly kind: "lostReply";
    }
  | {
      /** The server rotates the tokens, and closes the connection in the middle of the reply's body. */
      readonly kind: "truncate";
    }
  | {
      /** The server rotates the tokens, but sends this reply instead. */
      readonly kind: "reply";
      /** The HTTP status, from 200 to 599. Default: 200. */
      readonly status?: number;
      /** The body. */
      readonly body: string;
      /** The `Content-Type`. Default: `application/json`. */
      readonly contentType?: string;
    };

const headerValue = /^[\x20-\x7e]+$/;

/**
 * Checks a fault.
 *
 * @throws {TypeError} if a field is wrong; the message names it
 */
export function checkFault(fault: Fault): void {
  switch (fault.kind) {
    case "status":
      checkStatus(fault.status);
      checkRetryAfter(fault.retryAfter);
      checkContent(fault.body ?? "", fault.contentType);
      return;
    case "reply":
      checkStatus(fault.status ?? 200);
      checkContent(fault.body, fault.contentType);
      return;
    case "hang":
    case "reset":
    case "lostReply":
    case "truncate":
      return;
    default:
      // Only a caller without types reaches this line.
      throw new TypeError(
        'fault: "kind" must be "status", "hang", "reset", "lostReply", "truncate" or "reply"',
      );
  }
}

function checkStatus(status: number): void {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError('fault: "status" must be an integer from 200 to 599');
  }
}

function checkRetryAfter(seconds: number | undefined): void {
  if (seconds !== undefined && !(Number.isSafeInteger(seconds) && seconds >= 0)) {
    throw new TypeError('fault: "retryAfter" must be a non-negative integer of seconds');
  }
}

function checkContent(body: string, contentType: string | undefined): void {
  if (typeof body !== "string") throw new TypeError('fault: "body" must be a string');
  if (contentType !== undefined && !headerValue.test(contentType)) {
    throw new TypeError('fault: "contentType" must be printable ASCII');
  }
}

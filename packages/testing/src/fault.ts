/** Where a fault can be met. */
export type FaultyEndpoint = "token" | "revocation";

/**
 * What a token endpoint can be told to do wrong; or a revocation endpoint, which revokes where a token
 * endpoint rotates.
 */
export type Fault =
  | {
      /** An answer in place of any processing: no refresh token is spent. */
      readonly kind: "status";
      /** HTTP status, 200 to 599. */
      readonly status: number;
      /** Seconds for a `Retry-After` header; none by default. */
      readonly retryAfter?: number;
      /** Default: empty. */
      readonly body?: string;
      /** Default: `application/json` when there is a body. */
      readonly contentType?: string;
    }
  /** Nothing is processed and nothing is answered: the connection stays open until `close()`. */
  | { readonly kind: "hang" }
  /** Nothing is processed; the connection is reset. */
  | { readonly kind: "reset" }
  /** The rotation takes place; then the socket is destroyed without an answer. */
  | { readonly kind: "lostReply" }
  /** The rotation takes place; the socket is destroyed in the middle of the answer's body. */
  | { readonly kind: "truncate" }
  | {
      /** The rotation takes place, but this is what is answered. */
      readonly kind: "reply";
      /** HTTP status, 200 to 599. Default 200. */
      readonly status?: number;
      readonly body: string;
      /** Default `application/json`. */
      readonly contentType?: string;
    };

const headerValue = /^[\x20-\x7e]+$/;

/** Throws a TypeError that names the field of a fault that is not as documented. */
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
      // Only a caller without types gets here.
      throw new TypeError('fault "kind" is none of the documented ones');
  }
}

function checkStatus(status: number): void {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError('fault "status" must be an integer from 200 to 599');
  }
}

function checkRetryAfter(seconds: number | undefined): void {
  if (seconds !== undefined && !(Number.isSafeInteger(seconds) && seconds >= 0)) {
    throw new TypeError('fault "retryAfter" must be whole seconds, 0 or more');
  }
}

function checkContent(body: string, contentType: string | undefined): void {
  if (typeof body !== "string") throw new TypeError('fault "body" must be a string');
  if (contentType !== undefined && !headerValue.test(contentType)) {
    throw new TypeError('fault "contentType" must be printable ASCII');
  }
}

import { isTokenError, TokenError } from "@refresh-once/core";
import type { WireError } from "./messages.ts";

/** Turns an error into one that can be sent to a page. */
export function toWireError(thrown: unknown): WireError {
  if (isTokenError(thrown)) return { ...thrown, message: thrown.message };
  return { message: thrown instanceof Error ? thrown.message : "The worker failed." };
}

/** Turns an error that a worker has sent back into one to throw. */
export function fromWireError({ code, message, ...details }: WireError): Error {
  // An error without a code is a wrong call, such as `revoke()` without the option for it.
  return code ? new TokenError(code, message, details) : new TypeError(message);
}

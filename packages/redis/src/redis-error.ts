import { isTokenError } from "@refresh-once/core";
import { damagedRecord } from "@refresh-once/core/store";

/**
 * What a client threw, as an error that may be shown. That of ioredis holds the whole command, and
 * with it the tokens; a server quotes the arguments of a command that it does not know.
 *
 * @param place what holds the tokens, for the message
 */
export function shownError(thrown: unknown, place: string): Error {
  if (isTokenError(thrown)) return thrown;
  const message = textIn(thrown, "message");
  if (message === undefined) return new Error("The Redis client failed");
  if (/\bWRONGTYPE\b/.test(message)) return damagedRecord(place, "it is of another type");
  const shown = new Error(message.replace(/,? *with args .*/s, "").slice(0, 300));
  shown.name = textIn(thrown, "name") ?? "Error";
  const code = textIn(thrown, "code");
  return code === undefined ? shown : Object.assign(shown, { code });
}

/** Not asked for `instanceof Error`: a test runner may give this module that of another realm. */
function textIn(thrown: unknown, name: string): string | undefined {
  if (typeof thrown !== "object" || thrown === null) return undefined;
  const value: unknown = Reflect.get(thrown, name);
  return typeof value === "string" ? value : undefined;
}

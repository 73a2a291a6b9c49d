import { damagedRecord, isTokenError } from "@refresh-once/core";

/**
 * What a client threw, as an error that may be shown. That of ioredis holds the whole command, and
 * with it the tokens; a server quotes the arguments of a command that it does not know.
 *
 * @param place what holds the tokens, for the message
 */
export function shownError(thrown: unknown, place: string): Error {
  if (isTokenError(thrown)) return thrown;
  if (!(thrown instanceof Error)) return new Error("The Redis client failed");
  if (/\bWRONGTYPE\b/.test(thrown.message)) return damagedRecord(place, "it is of another type");
  const shown = new Error(thrown.message.replace(/,? *with args .*/s, "").slice(0, 300));
  shown.name = thrown.name;
  const code: unknown = Reflect.get(thrown, "code");
  return typeof code === "string" ? Object.assign(shown, { code }) : shown;
}

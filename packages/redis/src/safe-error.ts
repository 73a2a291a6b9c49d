import { isTokenError } from "@refresh-once/core";
import { damagedRecord, textOf } from "@refresh-once/core/store";

/**
 * Turns an error of the client into one without tokens. An ioredis error holds the whole command, and a
 * Redis server quotes the arguments of a command that it does not know.
 *
 * @param place names the key in the message
 */
export function toSafeError(thrown: unknown, place: string): Error {
  if (isTokenError(thrown)) return thrown;
  const message = textOf(thrown, "message");
  if (message === undefined)
    return new Error(
      `${place} cannot be read or written: the Redis client failed without a message`,
    );
  if (/\bWRONGTYPE\b/.test(message)) return damagedRecord(place, "it is not a hash");
  const safe = new Error(message.replace(/,? *with args .*/s, "").slice(0, 300));
  safe.name = textOf(thrown, "name") ?? "Error";
  const code = textOf(thrown, "code");
  return code === undefined ? safe : Object.assign(safe, { code });
}

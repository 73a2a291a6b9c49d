import { isTokenError } from "@refresh-once/core";
import { damagedRecord } from "@refresh-once/core/store";

/**
 * Turns an error of the client into one without tokens. An ioredis error holds the whole command, and a
 * Redis server quotes the arguments of a command that it does not know.
 *
 * @param place names the key in the message
 */
export function toSafeError(thrown: unknown, place: string): Error {
  if (isTokenError(thrown)) return thrown;
  const message = textIn(thrown, "message");
  if (message === undefined)
    return new Error(
      `${place} cannot be read or written: the Redis client failed without a message`,
    );
  if (/\bWRONGTYPE\b/.test(message)) return damagedRecord(place, "it is not a hash");
  const safe = new Error(message.replace(/,? *with args .*/s, "").slice(0, 300));
  safe.name = textIn(thrown, "name") ?? "Error";
  const code = textIn(thrown, "code");
  return code === undefined ? safe : Object.assign(safe, { code });
}

/** Reads a property without `instanceof Error`, because a test runner may replace the `Error` class. */
function textIn(thrown: unknown, name: string): string | undefined {
  if (typeof thrown !== "object" || thrown === null) return undefined;
  const value: unknown = Reflect.get(thrown, name);
  return typeof value === "string" ? value : undefined;
}

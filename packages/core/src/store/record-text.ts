import { TokenError } from "../errors/index.ts";
import { parseJson } from "../values/index.ts";
import { recordOf } from "./record-shape.ts";
import type { TokenRecord } from "./token-store.ts";

/** No token set comes near it, in characters. */
const longest = 4 * 1024 * 1024;

/**
 * A record as one text, for stores that keep texts: all of it, with every token.
 *
 * @throws {RangeError} when it is larger than 4 MiB, or what {@link parseTokenRecord} would not read
 */
export function writeTokenRecord(record: TokenRecord): string {
  const text = JSON.stringify(record);
  if (text.length > longest) throw new RangeError("The tokens are larger than 4 MiB");
  if (!recordOf(parseJson(text))) throw new RangeError("The tokens are no token record");
  return text;
}

/**
 * Reads what {@link writeTokenRecord} wrote.
 *
 * @param place what holds the text, for the error: "The key tokens:7 in Redis"
 * @throws {TokenError} `store_damaged` that names the place and holds nothing of the text
 */
export function parseTokenRecord(text: string, place: string): TokenRecord {
  const record = recordOf(parseJson(text));
  if (record) return record;
  throw damagedRecord(place);
}

/**
 * The `store_damaged` error for what a store holds and has not written.
 *
 * @param place what holds it: "The key tokens:7 in Redis"
 * @param why without a word of what it holds
 */
export function damagedRecord(place: string, why?: string): TokenError {
  return new TokenError(
    "store_damaged",
    `${place} holds no token record of this library${why ? `: ${why}` : ""}. It was left as it is; move it away, then log in again.`,
  );
}

import { TokenError } from "../errors/index.ts";
import { parseJson } from "../values/index.ts";
import { recordOf } from "./record-shape.ts";
import type { TokenRecord } from "./token-store.ts";

/** Far longer than any token set, in characters. */
const maxLength = 4 * 1024 * 1024;

/**
 * Converts a record to text, for stores that store text. The text contains the tokens.
 *
 * @throws {RangeError} if the text is longer than 4 MiB, or {@link parseTokenRecord} could not read it
 */
export function writeTokenRecord(record: TokenRecord): string {
  const text = JSON.stringify(record);
  if (text.length > maxLength) throw new RangeError("The tokens are larger than 4 MiB");
  if (!recordOf(parseJson(text))) throw new RangeError("The tokens are not a valid record");
  return text;
}

/**
 * Converts the text that {@link writeTokenRecord} returned back to a record.
 *
 * @param place where the text is stored, for the error: "The key tokens:7 in Redis"
 * @throws {TokenError} `store_damaged`; the message names the place and contains nothing of the text
 */
export function parseTokenRecord(text: string, place: string): TokenRecord {
  const record = recordOf(parseJson(text));
  if (record) return record;
  throw damagedRecord(place);
}

/**
 * Creates the `store_damaged` error for a store with content that this library did not write.
 *
 * @param place where the content is stored: "The key tokens:7 in Redis"
 * @param why what is wrong with it; this must not quote the content
 */
export function damagedRecord(place: string, why?: string): TokenError {
  return new TokenError(
    "store_damaged",
    `${place} holds no token record of this library${why ? `: ${why}` : ""}. It was not changed. Move it away, then log in again.`,
  );
}

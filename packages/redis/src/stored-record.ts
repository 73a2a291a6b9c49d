import { damagedRecord, parseTokenRecord, type TokenRecord } from "@refresh-once/core/store";

/**
 * The record in the fields of a hash; `undefined` if there is no hash, or it only holds a claim.
 *
 * @throws {TokenError} `store_damaged` if the fields were not written by this library
 */
export function storedRecord(
  fields: ReadonlyMap<string, string>,
  place: string,
): TokenRecord | undefined {
  if (fields.size === 0) return undefined;
  const revision = fields.get("revision");
  const text = fields.get("record");
  if (revision === undefined) throw damagedRecord(place, 'the field "revision" is missing');
  if (revision === "0" && text === undefined) return undefined;
  if (text === undefined) throw damagedRecord(place, 'the field "record" is missing');
  return recordAt(revision, text, place);
}

/**
 * Parses a stored record.
 *
 * @throws {TokenError} `store_damaged` if it is not a record of this revision
 */
export function recordAt(revision: string, text: string, place: string): TokenRecord {
  const record = parseTokenRecord(text, place);
  if (`${record.revision}` === revision) return record;
  throw damagedRecord(place, 'the field "revision" does not match the record');
}

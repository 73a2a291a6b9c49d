import { damagedRecord, parseTokenRecord, type TokenRecord } from "@refresh-once/core/store";

/**
 * The record in the fields of a hash; `undefined` where there is no hash, or only a claim.
 *
 * @throws {TokenError} `store_damaged` where this store has not written them
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

/** @throws {TokenError} `store_damaged` where the text is no record, or one of another revision */
export function recordAt(revision: string, text: string, place: string): TokenRecord {
  const record = parseTokenRecord(text, place);
  if (`${record.revision}` === revision) return record;
  throw damagedRecord(place, 'the field "revision" is not that of the record');
}

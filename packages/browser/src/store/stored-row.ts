import { damagedRecord, parseTokenRecord, type TokenRecord } from "@refresh-once/core/store";
import type { AccountRow } from "./account-row.ts";

/** The types of a row's fields. The `?` marks a field that may be absent. */
const fieldTypes = {
  revision: "number",
  record: "string?",
  epochs: "object?",
  claim: "object?",
  abandoned: "object?",
} as const satisfies Record<keyof AccountRow, string>;

/**
 * Checks a value of the database. An absent value is an account that was never written.
 *
 * @throws {TokenError} `store_damaged` if this library did not write it
 */
export function rowOf(value: unknown, place: string): AccountRow {
  if (value === undefined) return { revision: 0 };
  if (isRow(value)) return value;
  throw damagedRecord(place);
}

/** @throws {TokenError} `store_damaged` if the text is not the record of the row's revision */
export function recordIn({ revision, record }: AccountRow, place: string): TokenRecord | undefined {
  if (record === undefined) return undefined;
  const parsed = parseTokenRecord(record, place);
  if (parsed.revision === revision) return parsed;
  throw damagedRecord(place, "its revision does not match the record");
}

function isRow(value: unknown): value is AccountRow {
  if (typeof value !== "object" || value === null) return false;
  const isTyped = Object.entries(fieldTypes).every(([name, type]) => {
    const field: unknown = Reflect.get(value, name);
    return field === undefined ? type.endsWith("?") : type.startsWith(typeof field);
  });
  return isTyped && (Reflect.get(value, "revision") === 0) === !("record" in value);
}

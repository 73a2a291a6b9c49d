import type { TokenRecord } from "@refresh-once/core/store";
import type { BrokenStore, BrokenStores } from "./broken-store.ts";
import { TableStore } from "./table-store.ts";

/** Makes a store that changes records before it writes them. */
function writing(change: (record: TokenRecord) => TokenRecord, ...meant: string[]): BrokenStore {
  const store = class extends TableStore {
    override textOf(record: TokenRecord) {
      return super.textOf(change(record));
    }
  };
  return { store, meant };
}

/** Makes a store that changes values at any depth before it writes them. */
function carrying(change: (value: unknown) => unknown, ...meant: string[]): BrokenStore {
  const store = class extends TableStore {
    override textOf(record: TokenRecord) {
      return JSON.stringify(record, (_, value: unknown) => change(value));
    }
  };
  return { store, meant };
}

function texts(change: (text: string) => string, ...meant: string[]): BrokenStore {
  return carrying((value) => (typeof value === "string" ? change(value) : value), ...meant);
}

/** Copies by assignment, a common mistake. */
function assigned(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) copy[name] = part;
  return copy;
}

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

export const brokenValues: BrokenStores = {
  "drops extra": writing(
    ({ tokens: { extra: _, ...tokens } = { accessToken: "" }, ...record }) => ({
      ...record,
      tokens,
    }),
    "basics: a record with all fields is read as it was committed",
    "values: 1 MiB in extra is preserved",
  ),
  "drops all fields except the tokens": writing(
    ({ revision, tokens, obtainedAt }) => ({ revision, obtainedAt, ...(tokens && { tokens }) }),
    "basics: a record with all fields is read as it was committed",
    "basics: a record without tokens is read as it was committed",
  ),
  "adds tokens to a record without tokens": writing(
    (record) => ({ tokens: { accessToken: "" }, ...record }),
    "basics: a record without tokens is read as it was committed",
  ),
  "merges the new record into the old one": {
    meant: ["basics: a commit removes the fields that the next record does not have"],
    store: class extends TableStore {
      override textOf(record: TokenRecord) {
        return super.textOf({ ...this.load(), ...record });
      }
    },
  },
  "modifies the record object that it is given": writing(
    (record) => Object.assign(record, { refusal: undefined }),
    "basics: a commit does not modify the record object",
  ),
  "truncates strings by length": texts((text) => text.slice(0, 65_535), "values: 1 MiB"),
  "truncates strings by bytes": texts(
    (text) => (/^[\0-\x7f]*$/.test(text) ? text : text.slice(0, 65_535)),
    "values: 1 MiB of non-ASCII text is preserved",
  ),
  "drops quotes": texts((text) => text.replaceAll(/['"]/g, ""), "values: quotes"),
  "converts all line ends to one": texts(
    (text) => text.replaceAll("\r\n", "\n"),
    "values: line ends",
  ),
  "ends strings at NUL": texts((text) => text.split("\0")[0] ?? "", "values: NUL"),
  "writes at most three bytes for a character": texts(
    (text) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, "?"),
    "values: emoji",
    "values: 1 MiB of non-ASCII text is preserved",
  ),
  "replaces lone surrogates": texts(
    (text) => Buffer.from(text).toString(),
    "values: lone surrogates",
  ),
  "normalises strings": texts((text) => text.normalize(), "values: combining forms"),
  "drops invisible characters": texts(
    (text) => text.replaceAll(/[\ufeff\u200b]/g, ""),
    "values: separators and marks",
  ),
  "trims strings": texts((text) => text.trim(), "values: white space at both ends"),
  "rounds numbers": carrying(
    (value) => (typeof value === "number" ? Math.round(value) : value),
    "values: extreme numbers are preserved",
  ),
  "drops null": carrying(
    (value) => (value === null ? undefined : value),
    "values: empty and nested values are preserved",
  ),
  "drops empty values": carrying(
    (value) => (value === "" || (Array.isArray(value) && value.length === 0) ? undefined : value),
    "values: an empty extra, an empty string and an empty array are preserved",
  ),
  "copies by assignment": carrying(assigned, "values: names of Object.prototype are preserved"),
  "limits the nesting to 100 levels": carrying((value) => {
    if (depthOf(value) > 100) throw new RangeError("It is nested too deeply");
    return value;
  }, "values: a deeply nested extra is preserved"),
};

import type { TokenRecord } from "@refresh-once/core/store";
import type { BrokenStore, BrokenStores } from "./broken-store.ts";
import { TableStore } from "./table-store.ts";

/** A store that writes another record than it was given. */
function writing(change: (record: TokenRecord) => TokenRecord, ...meant: string[]): BrokenStore {
  const store = class extends TableStore {
    override textOf(record: TokenRecord) {
      return super.textOf(change(record));
    }
  };
  return { store, meant };
}

/** A store that writes other values than it was given, at any depth. */
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

/** By assignment, as it is often done. */
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
    "basics: a record with all its fields",
    "values: 1 MiB of extra",
  ),
  "drops what is not about tokens": writing(
    ({ revision, tokens, obtainedAt }) => ({ revision, obtainedAt, ...(tokens && { tokens }) }),
    "basics: a record with all its fields",
    "basics: a record without tokens",
  ),
  "puts tokens where there are none": writing(
    (record) => ({ tokens: { accessToken: "" }, ...record }),
    "basics: a record without tokens",
  ),
  "puts the new record over the old one": {
    meant: ["basics: a field that the next record lacks"],
    store: class extends TableStore {
      override textOf(record: TokenRecord) {
        return super.textOf({ ...this.load(), ...record });
      }
    },
  },
  "changes the record that it is given": writing(
    (record) => Object.assign(record, { refusal: undefined }),
    "basics: a record that is committed is not changed",
  ),
  "cuts long texts": texts((text) => text.slice(0, 65_535), "values: 1 MiB"),
  "cuts texts of many bytes": texts(
    (text) => (/^[\0-\x7f]*$/.test(text) ? text : text.slice(0, 65_535)),
    "values: 1 MiB of other than ASCII",
  ),
  "drops quotes": texts((text) => text.replaceAll(/['"]/g, ""), "values: quotes"),
  "makes one line end of all": texts((text) => text.replaceAll("\r\n", "\n"), "values: line ends"),
  "ends texts at NUL": texts((text) => text.split("\0")[0] ?? "", "values: NUL"),
  "writes three bytes a character at most": texts(
    (text) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, "?"),
    "values: emoji",
    "values: 1 MiB of other than ASCII",
  ),
  "replaces what is no character": texts(
    (text) => Buffer.from(text).toString(),
    "values: lone surrogates",
  ),
  "normalises texts": texts((text) => text.normalize(), "values: combining forms"),
  "drops marks that nobody sees": texts(
    (text) => text.replaceAll(/[\ufeff\u200b]/g, ""),
    "values: separators and marks",
  ),
  "trims texts": texts((text) => text.trim(), "values: white space at both ends"),
  "rounds numbers": carrying(
    (value) => (typeof value === "number" ? Math.round(value) : value),
    "values: numbers at the edges",
  ),
  "drops what is null": carrying(
    (value) => (value === null ? undefined : value),
    "values: empty and nested values",
  ),
  "drops what is empty": carrying(
    (value) => (value === "" || (Array.isArray(value) && value.length === 0) ? undefined : value),
    "values: an empty extra",
  ),
  "copies by assignment": carrying(assigned, "values: names of every object"),
  "nests 100 deep at most": carrying((value) => {
    if (depthOf(value) > 100) throw new RangeError("It is nested too deeply");
    return value;
  }, "values: extra that is nested deeply"),
};

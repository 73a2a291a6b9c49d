import { posix } from "node:path";
import type { BrokenStore, BrokenStores } from "./broken-store.ts";
import { type Held, TableStore } from "./table-store.ts";

/** A store that confuses some keys. */
function naming(nameOf: (key: string) => string, what: string): BrokenStore {
  const store = class extends TableStore {
    override nameOf(key: string) {
      return nameOf(key);
    }
  };
  return { store, meant: [`keys: keys that differ in ${what}`] };
}

export const brokenKeys: BrokenStores = {
  "uses only the first part of a key": naming(
    (key) => key.split(":")[0] ?? "",
    "prefixes of each other",
  ),
  "trims keys": naming((key) => key.trim(), "white space"),
  "converts keys to lower case": naming((key) => key.toLowerCase(), "upper and lower case"),
  "normalises keys": naming((key) => key.normalize(), "unicode forms"),
  "drops quotes of keys": naming((key) => key.replaceAll(/['"]/g, ""), "quotes"),
  "replaces odd characters of keys": naming(
    (key) => key.replaceAll(/[^\w-]/g, "_"),
    "braces and globs",
  ),
  "treats keys as paths": naming((key) => posix.normalize(key), "paths and escapes"),
  "truncates keys": naming((key) => key.slice(0, 128), "200 characters"),

  "has one row for all keys": {
    meant: ["keys: a commit is not visible under another key"],
    store: class extends TableStore {
      override nameOf() {
        return "row";
      }
    },
  },

  "ends all claims by one release": {
    meant: ["keys: a release does not release the claim of another account"],
    store: class extends TableStore {
      override giveBack(mine: Held) {
        for (const row of this.table.rows.values()) row.held = undefined;
        super.giveBack(mine);
      }
    },
  },
};

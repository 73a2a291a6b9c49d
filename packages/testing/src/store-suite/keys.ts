import assert from "node:assert/strict";
import type { CaseGroup } from "./case-group.ts";
import { commit, hold, stored } from "./claiming.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

type KeyOf = (key: string) => string;

/** Different keys that a store may confuse. */
const similarKeys: Readonly<Record<string, readonly KeyOf[]>> = {
  "prefixes of each other": ["", ":", ":1", ":12", ":claim", ".lock", "/", "/x"].map(after),
  "white space": ["", " ", "  ", "\t", "\n", "\u00a0"].map(after).concat((key) => ` ${key}`),
  "upper and lower case": ["a", "A", "ß", "SS", "İ", "i"].map(after),
  "unicode forms": ["é", "e\u0301", "ﬁ", "fi", "👩‍👧", "👩", "\u2028"].map(after),
  quotes: ["'", '"', "`", "''", "\\", "\\'", "'; --", "$1", "$$"].map(after),
  "braces and globs": ["{a}", "{b}", "*", "?", "[a]", "a", "%", "_", "x", ".*", "#"].map(after),
  "paths and escapes": ["/../a", "/a", "//a", "%2Fa", "%252Fa", "+a", "&a", "\\u0061"].map(after),
  "200 characters": ["a", "b", "ab"].map((end) => (key) => key.padEnd(200 - end.length, "k") + end),
};

function after(end: string): KeyOf {
  return (key) => key + end;
}

/** Asserts that all accounts can be claimed and committed at the same time. */
async function assertIsolated(accounts: readonly TestedAccount[]): Promise<void> {
  const stores = await Promise.all(accounts.map((account) => account.open()));
  const claims = await Promise.all(stores.map((store) => hold(store, 0)));
  for (const [at, claim] of claims.entries()) {
    assert.equal(await claim.commit(recordOf(1, `-${at}`)), true, `The commit of key ${at}`);
  }
  for (const [at, account] of accounts.entries()) {
    assert.deepEqual(await stored(account), recordOf(1, `-${at}`));
  }
  await Promise.all(stores.map((store) => hold(store, 1)));
}

const oddNames: CaseGroup = Object.fromEntries(
  Object.entries(similarKeys).map(([what, keysOf]) => [
    `keys that differ in ${what} are different accounts`,
    (account: TestedAccount) => assertIsolated(keysOf.map((keyOf) => account.other(keyOf))),
  ]),
);

/** Each key is an account of its own, however similar the keys are. */
export const keys: CaseGroup = {
  ...oddNames,

  "a commit is not visible under another key": async (account) => {
    const other = account.other(after("-other"));
    await commit(await account.open(), recordOf(1));
    assert.equal(await stored(other), undefined);
    await commit(await other.open(), recordOf(1, "-other"));
    await commit(await account.open(), recordOf(2));
    assert.deepEqual(await stored(other), recordOf(1, "-other"));
  },

  "a release does not release the claim of another account": async (account) => {
    const other = account.other(after("-other"));
    const [mine, theirs] = [await account.open(), await other.open()];
    const claim = await hold(mine, 0);
    await hold(theirs, 0);
    await claim.release();
    const again = await theirs.claim(0, { duration: account.lease });
    assert.equal(again, undefined, "The release of one key has released another");
  },
};

import {
  type TokenStoreCase,
  type TokenStoreSuiteOptions,
  tokenStoreSuite,
} from "@refresh-once/testing";

/**
 * What depends on the store inside and on the key: claims, commits, and what is kept of a sealed record. The store
 * inside alone compares histories and decides between rivals: the tests of that store cover both.
 */
const short = [
  "basics",
  "commit fencing",
  "abandoned claims",
  "journal",
  "read and claim",
  "durability",
];

/**
 * The cases of the suite that another store inside, or another kind of key, can break. The file over memory, which
 * costs least, runs all cases; `TESTS=full` runs all of them everywhere.
 */
export function suitePart(
  createStore: Parameters<typeof tokenStoreSuite>[0],
  options: TokenStoreSuiteOptions = {},
): readonly TokenStoreCase[] {
  const isFull = process.env.TESTS === "full";
  return tokenStoreSuite(createStore, options).filter(
    ({ group }) => isFull || short.includes(group),
  );
}

import {
  type TokenStoreCase,
  type TokenStoreSuiteOptions,
  tokenStoreSuite,
} from "@refresh-once/testing";

/** What depends on the store inside: its claims, its commits, and what it keeps of a sealed record. */
const short = [
  "basics",
  "claim exclusivity",
  "commit fencing",
  "histories",
  "abandoned claims",
  "read and claim",
  "durability",
];

/**
 * The cases of the suite that an encrypted store must pass over a database; the files over memory and the file store
 * run all of them. `TESTS=full` runs all here as well.
 */
export function databaseSuite(
  createStore: Parameters<typeof tokenStoreSuite>[0],
  options: TokenStoreSuiteOptions,
): readonly TokenStoreCase[] {
  const isFull = process.env.TESTS === "full";
  return tokenStoreSuite(createStore, options).filter(
    ({ name }) => isFull || short.includes(name.slice(0, name.indexOf(":"))),
  );
}

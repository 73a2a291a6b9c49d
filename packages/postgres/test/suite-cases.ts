import { type TokenStoreCase, tokenStoreSuite } from "@refresh-once/testing";

/** The groups whose cases depend on how statements and transactions behave. */
const short = [
  "basics",
  "claim exclusivity",
  "commit fencing",
  "abandoned claims",
  "read and claim",
];

/**
 * The cases of the suite for a way to connect that changes only how statements run: suite.test.ts runs all of
 * them over plain connections. `TESTS=full` runs all of them here as well.
 */
export function statementCases(
  createStore: Parameters<typeof tokenStoreSuite>[0],
): readonly TokenStoreCase[] {
  const isFull = process.env.TESTS === "full";
  return tokenStoreSuite(createStore).filter(({ group }) => isFull || short.includes(group));
}

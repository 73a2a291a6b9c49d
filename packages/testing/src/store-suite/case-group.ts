import type { TestedAccount } from "./tested-account.ts";

/** Cases of one kind, each by the sentence that it holds the store to. */
export type CaseGroup = Readonly<Record<string, (account: TestedAccount) => Promise<void>>>;

/** Revisions at which a store takes different ways: nothing is there yet, or something is. */
const startingPoints = [
  ["where nothing is stored", 0],
  ["of a later revision", 3],
] as const;

/** The same property at each starting point. */
export function atEachStart(
  sentence: string,
  check: (account: TestedAccount, revision: number) => Promise<void>,
): CaseGroup {
  return Object.fromEntries(
    startingPoints.map(([where, revision]) => [
      `${sentence}, ${where}`,
      (account: TestedAccount) => check(account, revision),
    ]),
  );
}

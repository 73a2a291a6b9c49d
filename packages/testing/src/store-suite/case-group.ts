import type { TestedAccount } from "./tested-account.ts";

/** Cases about one topic. The key is the statement that a correct store fulfils. */
export type CaseGroup = Readonly<Record<string, (account: TestedAccount) => Promise<void>>>;

/** Revisions to start from. Many stores have separate code for the first record. */
const startingPoints = [
  ["in an empty store", 0],
  ["at a later revision", 3],
] as const;

/** Makes a case for each starting point. */
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

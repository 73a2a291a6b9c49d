import { isClean, type Tally } from "../campaign/index.ts";
import type { Row } from "./findings.ts";

/** The columns of a tally. */
export const tallyHead: readonly string[] = [
  "expiries",
  "refreshes",
  "reuses",
  "families revoked",
  "requests failed",
  "logins lost",
  "slowest request",
];

/**
 * The row of a tally.
 *
 * @param isExpectedClean whether the result must be one refresh an expiry, and otherwise 0
 */
export function tallyRow(names: readonly string[], tally: Tally, isExpectedClean: boolean): Row {
  const { expiries, refreshes, reuses, revoked, requests, failures, lost, slowest } = tally;
  const figures = [
    expiries,
    refreshes,
    reuses,
    revoked,
    `${failures.length} of ${requests}`,
    lost,
    `${(slowest / 1_000).toFixed(1)} s`,
  ];
  return {
    cells: [...names, ...figures.map(String)],
    isMet: !isExpectedClean || isClean(tally),
    errors: isExpectedClean ? failures : [],
  };
}

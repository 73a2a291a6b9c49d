import { checkAnswers } from "./check-answers.ts";
import { checkFirstRule } from "./check-first-rule.ts";
import { checkJournal } from "./check-journal.ts";
import { checkMemory } from "./check-memory.ts";
import { checkNeed } from "./check-need.ts";
import { checkPeace } from "./check-peace.ts";
import { checkSpending } from "./check-spending.ts";
import { checkStoring } from "./check-storing.ts";
import { format } from "./format.ts";
import type { History } from "./history.ts";

/** Says what is wrong with a history, in words that begin with the property's name. */
type Check = (history: History) => string | undefined;

const checks: readonly Check[] = [
  checkSpending,
  checkMemory,
  checkJournal,
  checkStoring,
  checkAnswers,
  checkNeed,
  checkFirstRule,
  checkPeace,
];

/** @throws what is wrong, with the whole history */
export function check(history: History): void {
  for (const wrong of checks.map((one) => one(history))) {
    if (wrong !== undefined) throw new Error(`${wrong}\n\n${format(history)}\n`);
  }
}

import type { Entry, History, Trouble } from "./history.ts";

/** These take time. */
const delaying: readonly Trouble[] = [
  "hangs",
  "late answer",
  "slow",
  "stolen",
  "crash",
  "suspend",
  "sleep",
  "fails",
  "unanswered",
  "busy",
  "unreachable",
];

/** After these nobody may know whether a refresh token was spent: no answer, or no time for one. */
const doubtful: readonly Trouble[] = ["broken", "lost", "garbage", ...delaying];

/** What each failure may come from. Whatever is not here has no excuse. */
const excuses: Readonly<Record<string, readonly Trouble[]>> = {
  store_failed: ["fails", "unanswered"],
  not_persisted: ["fails", "unanswered", "hangs", "slow"],
  timeout: delaying,
  in_doubt: doubtful,
  invalid_grant: ["revoked", ...doubtful],
  unavailable: ["busy", "trouble"],
  unreachable: ["unreachable"],
  request_rejected: ["rejected", "clear"],
  login_required: ["clear"],
};

/** Where nothing goes wrong nobody fails; and a failure is one that the troubles explain. */
export function checkPeace(history: History): string | undefined {
  const troubles = new Set<Trouble>();
  let isQuiet = false;
  for (const entry of history) {
    if (entry.kind === "trouble") troubles.add(entry.what);
    if (entry.kind === "quiet") isQuiet = true;
    const wrong = wrongWith(entry, troubles);
    if (wrong) return wrong;
  }
  return isQuiet ? atTheEnd(history, troubles) : undefined;
}

function wrongWith(entry: Entry, troubles: ReadonlySet<Trouble>): string | undefined {
  if (entry.kind === "answered" && (entry.answer === "reuse" || entry.answer === "refused")) {
    if (!hasAny(troubles, excuses.invalid_grant)) return `P1: ${entry.answer} of ${entry.token}`;
  }
  if (entry.kind !== "settled") return undefined;
  const { failed } = entry.outcome;
  if (failed === undefined || failed === "aborted") return undefined;
  if (hasAny(troubles, excuses[failed])) return undefined;
  return `P10: ${failed} for ${entry.caller.process} after [${[...troubles].join(", ")}]`;
}

/** Long after all troubles, everyone works again, or is told by the store why not. */
function atTheEnd(history: History, troubles: ReadonlySet<Trouble>): string | undefined {
  const verdicts = new Set<string | undefined>();
  for (const entry of history) {
    if (entry.kind === "committed") verdicts.add(entry.next.refusal?.code);
  }
  const quiet = history.findIndex((entry) => entry.kind === "quiet");
  for (const entry of history.slice(quiet)) {
    if (entry.kind !== "settled" || entry.outcome.failed === undefined) continue;
    const { failed } = entry.outcome;
    if (verdicts.has(failed)) continue;
    // Nothing is left to be sent.
    if (failed === "request_rejected" && hasAny(troubles, ["clear"])) continue;
    return `P4: ${entry.caller.process} still fails long after all troubles: ${failed}`;
  }
  return undefined;
}

function hasAny(troubles: ReadonlySet<Trouble>, of: readonly Trouble[] = []): boolean {
  return of.some((trouble) => troubles.has(trouble));
}

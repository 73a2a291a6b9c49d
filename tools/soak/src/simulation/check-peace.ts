import type { Entry, History, Trouble } from "./history.ts";

/** These take time. */
const delaying: readonly Trouble[] = [
  "hangs",
  "silent",
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

/** After these nobody may know whether a refresh token was spent. A late answer is none of them. */
const doubtful: readonly Trouble[] = [
  ...([
    "broken",
    "lost",
    "garbage",
    "hangs",
    "silent",
    "stolen",
    "crash",
    "suspend",
    "sleep",
  ] as const),
  ...(["fails", "unanswered"] as const),
  ...(["gone back", "begun anew"] as const),
];

/** After these, the deadline of a caller may come first. */
const late: readonly Trouble[] = [...delaying, "broken", "lost", "trouble"];

/** What each failure may come from. Whatever is not here has no excuse. */
const excuses: Readonly<Record<string, readonly Trouble[]>> = {
  store_failed: ["fails", "unanswered"],
  // At the deadline, the store may be busy with tokens that have just come.
  not_persisted: late,
  timeout: late,
  in_doubt: doubtful,
  invalid_grant: ["revoked", "gateway", ...doubtful],
  invalid_response: ["garbage", "half"],
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
  const last = new Map<string, string | undefined>();
  for (const entry of history) {
    if (entry.kind === "committed") verdicts.add(entry.next.refusal?.code);
    if (entry.kind === "settled") last.set(entry.caller.process, entry.outcome.failed);
  }
  const { living = [] } = history.find((entry) => entry.kind === "end") ?? {};
  for (const process of living) {
    const failed = last.get(process);
    if (failed === undefined || verdicts.has(failed)) continue;
    // Nothing is left to be sent.
    if (failed === "request_rejected" && hasAny(troubles, ["clear"])) continue;
    return `P4: ${process} still fails long after all troubles: ${failed}`;
  }
  return undefined;
}

function hasAny(troubles: ReadonlySet<Trouble>, of: readonly Trouble[] = []): boolean {
  return of.some((trouble) => troubles.has(trouble));
}

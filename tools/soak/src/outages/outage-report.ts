import { textTable } from "@refresh-once/end-to-end/program";
import { grouped, withNames } from "../counts.ts";
import { verdictOn } from "../problems.ts";
import type { OutageWatch } from "./outage-watch.ts";
import { type Summary, summarize } from "./summary.ts";

const titles = [
  "outage",
  "outages",
  "refreshes",
  "back within",
  "logins lost",
  "sends",
  "failed calls",
];

/** What is printed at the end. */
export function formatOutages({ cycles, requests, problems, ledger }: OutageWatch): string {
  const table = textTable([titles, ...summarize(cycles).map(rowOf)]);
  const { refreshes, reuses, needless } = ledger.counts;
  const counts = `${grouped(requests)} requests, ${grouped(refreshes)} refreshes, ${needless} needless, ${reuses} reuse events`;
  const verdict = verdictOn(problems, "No login was lost, and every account came back.");
  return ["", table, "", counts, verdict].join("\n");
}

function rowOf({ kind, outages, refreshes, sends, backWithin, lost, failed }: Summary): string[] {
  const counts = [grouped(outages), grouped(refreshes), `${grouped(backWithin)} ms`, grouped(lost)];
  return [kind, ...counts, withNames(sends), withNames(failed)];
}

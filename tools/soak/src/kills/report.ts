import { textTable } from "@refresh-once/end-to-end/program";
import { grouped, withNames } from "../counts.ts";
import { verdictOn } from "../problems.ts";
import { lossKinds } from "../server/loss.ts";
import type { Figures, Outcome, Percentiles } from "./figures.ts";

/** What is printed at the end. */
export function formatReport({ figures, problems }: Outcome): string {
  const verdict = verdictOn(
    problems,
    "Every failure is explained; no other token was spent twice or lost.",
  );
  return ["", textTable(rowsOf(figures)), "", verdict].join("\n");
}

function rowsOf(figures: Figures): readonly (readonly [title: string, value: string])[] {
  const { seconds, requests, refreshes, needless, reuses, kills, losses } = figures;
  const { cutOff, healed, excused, failed, logins, durations, waits } = figures;
  return [
    ["duration", `${seconds.toFixed(0)} s`],
    ["requests", grouped(requests)],
    ["failed requests", withNames(failed)],
    ["failed because of kills", withNames(excused)],
    ["a request took", spread(durations)],
    ["refreshes", grouped(refreshes)],
    ["needless refreshes", grouped(needless)],
    ["a refresh of another process took", spread(waits)],
    ["kill -9", grouped(kills)],
    ["sends cut off before the rotation", `${grouped(cutOff)}, made good by a resend: ${healed}`],
    ["losses explained", grouped(losses.length)],
    ...lossKinds.map((kind) => row(`  ${kind}`, losses.filter((loss) => loss === kind).length)),
    ["reuse events without such a loss", grouped(reuses - losses.length)],
    ["logins", grouped(logins)],
  ];
}

function row(title: string, count: number): readonly [title: string, value: string] {
  return [title, grouped(count)];
}

function spread({ half, most, all }: Percentiles): string {
  return `half within ${milliseconds(half)}, 99 % within ${milliseconds(most)}, the slowest ${milliseconds(all)}`;
}

function milliseconds(ms: number): string {
  return `${grouped(Math.ceil(ms))} ms`;
}

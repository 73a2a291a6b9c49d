import { markdownTable } from "@refresh-once/end-to-end/program";
import { wholeFlags } from "../flags.ts";
import type { Subject, Target } from "../subject.ts";
import { type Contention, measureContention } from "./contention.ts";
import { commandsText } from "./cost/commands-text.ts";
import { type Cost, totalCpu } from "./cost/cost.ts";
import { eachDatabase } from "./each-database.ts";

const full = { processes: 8, accounts: 1_000, rounds: 3, lifetime: 12_000 };
const quick = { processes: 2, accounts: 50, rounds: 1, lifetime: 2_000 };

/** The most CPU time that an account may take in all processes and the database, ms. */
const most = 2.5;

export const subject: Subject = {
  async measure({ isQuick, flags }) {
    const settings = wholeFlags(flags, isQuick ? quick : full);
    const figures = await eachDatabase((place) => measureContention(place, settings));
    return {
      title: "Processes that need the same accounts",
      text: contentionText(settings, figures),
      charts: [],
      targets: figures.flatMap(targetsOf),
    };
  },
};

function contentionText(
  { processes, accounts, rounds, lifetime }: typeof full,
  figures: readonly Contention[],
): string {
  const about = `${processes} processes need the same ${accounts.toLocaleString("en")} accounts. "At the same moment": an API has rejected all access tokens in all processes, and each process asks for new ones in the same order, 32 at a time. "In the background": \`refreshAhead\` is set, and each token is valid for ${lifetime / 1_000} s. The floor: one process refreshes an account by bare commands and \`fetch\`, and each other process reads the result once. Medians of ${rounds} rounds, per account that was refreshed: CPU time of all processes and of the database, commands of all processes.`;
  return [about, ...figures.map(costTable)].join("\n\n");
}

const kinds = { floor: "floor", atOnce: "at the same moment", ahead: "in the background" } as const;

function costTable(figures: Contention): string {
  const head = [figures.name, "CPU ms", "of it database", "ms", "× floor, CPU", "commands"];
  const row = (label: string, cost: Cost, wall: string) => [
    label,
    totalCpu(cost).toFixed(2),
    (cost.database / 1_000).toFixed(2),
    wall,
    (totalCpu(cost) / totalCpu(figures.floor)).toFixed(2),
    commandsText(cost.commands),
  ];
  const { floor, atOnce, ahead } = figures;
  return markdownTable(head, [
    row(kinds.floor, floor, floor.wall.toFixed(2)),
    row(kinds.atOnce, atOnce, atOnce.wall.toFixed(2)),
    // The processes wait for most of the time.
    row(kinds.ahead, ahead, ""),
  ]);
}

function targetsOf({ name, processes, atOnce, ahead }: Contention): Target[] {
  return [
    { kind: kinds.atOnce, cost: atOnce },
    { kind: kinds.ahead, cost: ahead },
  ].map(({ kind, cost }) => ({
    what: `${processes} processes on the same accounts, ${kind}, CPU time, ${name}`,
    target: `≤ ${most} ms an account`,
    measured: `${totalCpu(cost).toFixed(2)} ms`,
    isMet: totalCpu(cost) <= most,
  }));
}

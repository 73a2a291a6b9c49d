import { markdownTable } from "@refresh-once/end-to-end/program";
import type { Chart } from "../report/chart.ts";
import { median } from "../report/median.ts";
import { span } from "../report/span.ts";
import type { Findings, Subject, Target } from "../subject.ts";
import { latency, measureProcesses, type Series } from "./measure.ts";

export const subject: Subject = {
  async measure({ isQuick }): Promise<Findings> {
    const rounds = isQuick ? 3 : 21;
    const sizes = isQuick ? [4] : [8, 32];
    const parts: string[] = [];
    const charts: Chart[] = [];
    const targets: Target[] = [];
    for (const size of sizes) {
      const all = (await measureProcesses(size, rounds)).map(figuresOf);
      parts.push(processTable(size, all));
      charts.push(chartOf(size, all));
      if (size === 8) targets.push(...targetsOf(all));
    }
    return {
      title: "Processes that share a login",
      text: `Each process sends one request. The access token that all of them share has just expired, and the token endpoint takes ${latency} ms. The floor is the time for the same requests without an expiry, plus those ${latency} ms. The processes share a file if the alternative supports that; an alternative that loses the login is not measured again. Medians of up to ${rounds} expiries.\n\n${parts.join("\n\n")}`,
      charts,
      targets,
    };
  },
};

interface Figures extends Series {
  /** Whether every process got over every expiry. */
  readonly isWell: boolean;
  readonly over: number;
  readonly adoption: number | undefined;
}

function figuresOf({ contender, expiries }: Series): Figures {
  const typical = (key: "wall" | "quietWall") => median(expiries.map((expiry) => expiry[key]));
  const adoptions = expiries.flatMap(({ adoption }) => adoption ?? []);
  return {
    contender,
    expiries,
    isWell: expiries.every(({ failed }) => failed === 0),
    over: typical("wall") - typical("quietWall") - latency,
    adoption: adoptions.length > 0 ? median(adoptions) : undefined,
  };
}

function processTable(size: number, all: readonly Figures[]): string {
  const head = [
    `${size} processes`,
    "expiries",
    "ms over the floor",
    "last adoption, ms",
    "refreshes each",
    "spent tokens sent",
    "processes that lost",
  ];
  const rows = all.map(({ contender, expiries, isWell, over, adoption }) => [
    contender.name,
    `${expiries.length}`,
    isWell ? over.toFixed(1) : "fails",
    isWell ? (adoption?.toFixed(1) ?? "") : "",
    span(expiries.map(({ refreshes }) => refreshes)),
    span(expiries.map(({ reuses }) => reuses)),
    span(expiries.map(({ failed }) => failed)),
  ]);
  return markdownTable(head, rows);
}

function chartOf(size: number, all: readonly Figures[]): Chart {
  return {
    name: `processes-${size}`,
    title: `An expiry in ${size} processes`,
    unit: "ms over the floor",
    bars: all
      .filter(({ isWell }) => isWell)
      .map(({ contender: { name, role }, over }) => ({ label: name, role, value: over })),
  };
}

function targetsOf(all: readonly Figures[]): Target[] {
  const ours = all.find(({ contender }) => contender.role === "ours");
  const byHand = all.find(({ contender }) => contender.needsFile);
  if (!ours || !byHand) throw new Error("a contender was not measured");
  const what = "eight processes, one expiry, over the floor";
  const measured = `${ours.over.toFixed(1)} ms`;
  const isWell = ours.isWell && ours.expiries.every(({ refreshes }) => refreshes === 1);
  return [
    { what, target: "≤ 15 ms", measured, isMet: isWell && ours.over <= 15 },
    {
      what,
      target: "not above the hand-written one",
      measured: `${measured}, by hand ${byHand.over.toFixed(1)} ms`,
      isMet: isWell && (!byHand.isWell || ours.over <= byHand.over),
    },
  ];
}

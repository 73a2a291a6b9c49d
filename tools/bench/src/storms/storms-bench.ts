import { markdownTable } from "@refresh-once/end-to-end/program";
import type { Family } from "../clients/contender.ts";
import type { Chart } from "../report/chart.ts";
import { median } from "../report/median.ts";
import { span } from "../report/span.ts";
import type { Findings, Subject, Target } from "../subject.ts";
import { latency, measureStorms, type Series, type Storm } from "./measure.ts";
import { connections } from "./wire.ts";

export const subject: Subject = {
  async measure({ isQuick }): Promise<Findings> {
    const sizes = isQuick
      ? [
          { size: 200, rounds: 3 },
          { size: 2_000, rounds: 1 },
        ]
      : [
          { size: 200, rounds: 21 },
          { size: 10_000, rounds: 3 },
        ];
    const parts: string[] = [];
    const charts: Chart[] = [];
    const targets: Target[] = [];
    for (const { size, rounds } of sizes) {
      const rows = comparedOf(await measureStorms(size, rounds));
      parts.push(stormTable(size, rounds, rows));
      charts.push(chartOf(size, rows));
      targets.push(...rows.filter(({ role }) => role === "ours").map((row) => targetOf(size, row)));
    }
    return {
      title: "Many requests at an expiry",
      text: `All requests are sent at once, over ${connections} connections, to a server in another process. Their access token has just expired, and the token endpoint takes ${latency} ms. The floor is the time that the bare client needs to send the same requests twice with a valid token, plus those ${latency} ms. The alternatives take turns; medians. "Next expiry" says whether the next expiry after that was survived.\n\n${parts.join("\n\n")}`,
      charts,
      targets,
    };
  },
};

interface Compared {
  readonly name: string;
  readonly role: Chart["bars"][number]["role"];
  readonly wall: number;
  readonly floor: number;
  readonly storms: readonly Storm[];
}

function comparedOf(all: readonly Series[]): readonly Compared[] {
  const wallOf = ({ storms }: Series) => median(storms.map(({ wall }) => wall));
  const floorOf = (family: Family) => {
    const bare = all.find(
      ({ contender: { role, family: own } }) => role === "bare" && own === family,
    );
    if (!bare) throw new Error(`no bare client of ${family}`);
    return wallOf(bare) + latency;
  };
  return all.map((series) => {
    const {
      contender: { name, role, family },
      storms,
    } = series;
    const floor = floorOf(family);
    return { name, role, storms, floor, wall: role === "bare" ? floor : wallOf(series) };
  });
}

function stormTable(size: number, rounds: number, rows: readonly Compared[]): string {
  return markdownTable(
    [
      `${size} requests, ${rounds} times`,
      "ms",
      "× floor",
      "refreshes",
      "spent tokens sent",
      "failed requests",
      "never answered",
      "next expiry",
    ],
    rows.map(({ name, role, wall, floor, storms }) =>
      role === "bare"
        ? [`floor of ${name.replace(", bare", "")}`, wall.toFixed(0)]
        : [
            name,
            wall.toFixed(0),
            isWhole(storms) ? (wall / floor).toFixed(3) : "fails",
            span(storms.map(({ refreshes }) => refreshes)),
            span(storms.map(({ reuses }) => reuses)),
            span(storms.map(({ failed }) => failed)),
            span(storms.map(({ unanswered }) => unanswered)),
            fine(storms),
          ],
    ),
  );
}

/** Whether every request had its answer: who lets some go is soon done. */
function isWhole(storms: readonly Storm[]): boolean {
  return storms.every(({ failed, unanswered }) => failed + unanswered === 0);
}

function fine(storms: readonly Storm[]): string {
  const lost = storms.filter(({ isNextFine }) => !isNextFine).length;
  return lost === 0 ? "fine" : `lost ${lost} of ${storms.length}`;
}

function chartOf(size: number, rows: readonly Compared[]): Chart {
  return {
    name: `storm-${size}`,
    title: `${size} requests at an expiry`,
    unit: "× the floor",
    bars: rows
      .filter(({ role, storms }) => role !== "bare" && isWhole(storms))
      .map(({ name: label, role, wall, floor }) => ({ label, role, value: wall / floor })),
  };
}

function targetOf(size: number, { name, wall, floor, storms }: Compared): Target {
  const ratio = wall / floor;
  const refreshes = storms.map((storm) => storm.refreshes);
  const isOne = refreshes.every((count) => count === 1);
  return {
    what: `storm of ${size}, ${name}`,
    target: "≤ 1.1 × the floor, 1 refresh",
    measured: `${ratio.toFixed(3)}, ${span(refreshes)}`,
    isMet: ratio <= 1.1 && isOne && isWhole(storms),
  };
}

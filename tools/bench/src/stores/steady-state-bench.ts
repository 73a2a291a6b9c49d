import { markdownTable } from "@refresh-once/end-to-end/program";
import { wholeFlags } from "../flags.ts";
import type { Subject, Target } from "../subject.ts";
import { commandsText } from "./cost/commands-text.ts";
import { eachDatabase } from "./each-database.ts";
import { measureSteadyState, type Part, type SteadyState } from "./steady-state.ts";

const full = { accounts: 2_000, rounds: 5 };
const quick = { accounts: 200, rounds: 1 };

/** The most CPU time that a refresh may take in the worker, as a multiple of the floor. */
const mostTimes = 1.4;

export const subject: Subject = {
  async measure({ isQuick, flags }) {
    const settings = wholeFlags(flags, isQuick ? quick : full);
    const figures = await eachDatabase((place) => measureSteadyState(place, settings));
    return {
      title: "A refresh and its floor",
      text: steadyStateText(settings, figures),
      charts: [],
      targets: figures.map(targetOf),
    };
  },
};

function steadyStateText(
  { accounts, rounds }: typeof full,
  figures: readonly SteadyState[],
): string {
  const about = `One process has ${accounts.toLocaleString("en")} accounts that no other process needs. All expire, and are refreshed once each, 32 at a time. The floor does the same without this library, in the same process and over the same client: it reads the tokens, claims them, calls the token endpoint by the global \`fetch\`, and stores the reply. Its parts are measured alone as well. All take turns; medians of ${rounds} rounds. CPU time per account; the token endpoint is in another process, and is not counted.`;
  return [about, ...figures.map(costTable)].join("\n\n");
}

const labels: Readonly<Record<Part, string>> = {
  commands: "three bare commands",
  http: "token call by `node:http`",
  fetch: "token call by `fetch`",
  floor: "floor: bare commands and `fetch`",
  ours: "a refresh by refresh-once",
};

const shown: readonly Part[] = ["commands", "http", "fetch", "floor", "ours"];

function costTable({ name, costs }: SteadyState): string {
  const head = [name, "worker, CPU µs", "database, CPU µs", "ms", "× floor, worker", "commands"];
  const rows = shown.map((part) => {
    const { workers, database, wall, commands } = costs[part];
    return [
      labels[part],
      workers.toFixed(0),
      database.toFixed(0),
      wall.toFixed(2),
      (workers / costs.floor.workers).toFixed(2),
      commandsText(commands),
    ];
  });
  return markdownTable(head, rows);
}

function targetOf({ name, costs: { ours, floor } }: SteadyState): Target {
  const times = ours.workers / floor.workers;
  return {
    what: `a refresh, CPU time of the worker, ${name}`,
    target: `≤ ${mostTimes} × (bare commands + fetch)`,
    measured: `${times.toFixed(2)} ×`,
    isMet: times <= mostTimes,
  };
}

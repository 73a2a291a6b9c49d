import { markdownTable } from "@refresh-once/end-to-end/program";
import { wholeFlags } from "../flags.ts";
import type { Subject } from "../subject.ts";
import { type Adoption, measureAdoption } from "./adoption.ts";
import { eachDatabase } from "./each-database.ts";

const full = { processes: 32, rounds: 21 };
const quick = { processes: 4, rounds: 3 };

/** The longest median that is wanted, ms. */
const target = 20;

export const subject: Subject = {
  async measure({ isQuick, flags }) {
    const settings = wholeFlags(flags, isQuick ? quick : full);
    const figures = await eachDatabase((place) => measureAdoption(place, settings));
    return {
      title: "Waiting for another process",
      text: `All processes need the same account at the same moment, and the token endpoint takes 100 ms. The table shows how long the last process waits for the new tokens after another process has committed them.\n\n${adoptionTable(figures)}`,
      charts: [],
      targets: figures.map(({ name, processes, median }) => ({
        what: `last of ${processes} processes on one key, ${name}`,
        target: `≤ ${target} ms after the commit`,
        measured: `${median.toFixed(1)} ms`,
        isMet: median <= target,
      })),
    };
  },
};

function adoptionTable(figures: readonly Adoption[]): string {
  return markdownTable(
    ["one key", "processes", "expiries", "refreshes", "last adoption, median ms", "worst ms"],
    figures.map(({ name, processes, rounds, refreshes, median, worst }) => [
      name,
      `${processes}`,
      `${rounds + 1}`,
      `${refreshes}`,
      median.toFixed(1),
      worst.toFixed(1),
    ]),
  );
}

import type { Subject } from "../subject.ts";
import { benchStores, readStoresSettings, storesReport } from "./stores-bench.ts";

const quick = ["--processes", "4", "--rounds", "3", "--keys", "50", "--refreshers", "2"];

export const subject: Subject = {
  async measure({ isQuick, flags }) {
    const settings = readStoresSettings([...(isQuick ? quick : []), ...flags]);
    const figures = await benchStores(settings);
    return {
      title: "Stores on servers",
      text: `The first table shows how long the last process waits for tokens that another process has committed. The second shows how many accounts per second are refreshed when all expire at once.\n\n${storesReport(figures)}`,
      charts: [],
      targets: figures.map(({ name, adoption: { processes, median } }) => ({
        what: `last of ${processes} processes on one key, ${name}`,
        target: "≤ 20 ms after the commit",
        measured: `${median.toFixed(1)} ms`,
        isMet: median <= 20,
      })),
    };
  },
};

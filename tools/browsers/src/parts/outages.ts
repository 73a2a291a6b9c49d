import { type Place, placeTitles, runOutages } from "../campaign/index.ts";
import { tallyHead, tallyRow } from "../report/index.ts";
import type { Part } from "./part.ts";

const places: readonly Place[] = ["page", "shared-worker", "service-worker"];

/** The servers cannot be reached when all contexts need a new access token, and then they can again. */
export const outages: Part = {
  title: "Offline, and back",
  head: ["refresh in", ...tallyHead, "all work again after"],
  async *rows(lab, expiries) {
    for (const place of places) {
      const { tally, recovery } = await runOutages(lab, place, Math.ceil(expiries / 30));
      const row = tallyRow([placeTitles[place]], tally, true);
      yield { ...row, cells: [...row.cells, `${(recovery / 1_000).toFixed(1)} s`] };
    }
  },
};

import { type Expiry, type Place, placeTitles, runStorm } from "../campaign/index.ts";
import { tallyHead, tallyRow } from "../report/index.ts";
import type { Part } from "./part.ts";
import { expiryKinds, expiryTitles } from "./storms.ts";

const places: readonly Place[] = ["page", "auth0", "supabase", "oidc"];

/** The same storms with other libraries. Only our own rows must be clean. */
export const peers: Part = {
  title: "Beside other libraries",
  head: ["refresh in each page by", "tabs", "at an expiry", ...tallyHead],
  async *rows(lab, expiries) {
    for (const { place, tabs, expiry } of kinds()) {
      const storm = { place, tabs, expiry, jitter: 0 };
      const tally = await runStorm(lab, storm, Math.ceil(expiries / 30));
      const names = [placeTitles[place], String(tabs), expiryTitles[expiry]];
      yield tallyRow(names, tally, place === "page");
    }
  },
};

function* kinds(): Iterable<{ place: Place; tabs: number; expiry: Expiry }> {
  for (const place of places) {
    for (const tabs of [2, 6]) for (const expiry of expiryKinds) yield { place, tabs, expiry };
  }
}

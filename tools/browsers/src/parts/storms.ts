import {
  type Expiry,
  emptyTally,
  type Lab,
  type Place,
  placeTitles,
  runStorm,
  sum,
  type Tally,
} from "../campaign/index.ts";
import { tallyHead, tallyRow } from "../report/index.ts";
import type { Part } from "./part.ts";

const shared: readonly Place[] = ["page", "encrypted-page", "shared-worker", "service-worker"];

const places: readonly Place[] = ["memory", ...shared];

/** What happens at an expiry, for the table. */
export const expiryTitles: Readonly<Record<Expiry, string>> = {
  "401": "the server ends a live token",
  expired: "no context has a live token",
};

/** Both kinds of expiry. */
export const expiryKinds: readonly Expiry[] = ["401", "expired"];

/** The kinds of storm that share a row: few and many tabs, at one instant and spread over 300 ms. */
const kinds = [
  { tabs: 2, jitter: 0 },
  { tabs: 6, jitter: 0 },
  { tabs: 2, jitter: 300 },
  { tabs: 6, jitter: 300 },
] as const;

/** Storms in every place. Those of `memoryStore` are few: they only show why a shared store is needed. */
export const storms: Part = {
  title: "Storms",
  head: ["refresh in", "at an expiry", ...tallyHead],
  async *rows(lab, expiries) {
    const count = Math.ceil(expiries / (shared.length * expiryKinds.length));
    for (const place of places) {
      for (const expiry of expiryKinds) {
        const isControl = place === "memory";
        const tally = await runKinds(lab, { place, expiry }, isControl ? kinds.length : count);
        yield tallyRow([placeTitles[place], expiryTitles[expiry]], tally, !isControl);
      }
    }
  },
};

/** Divides the expiries among the kinds. */
async function runKinds(
  lab: Lab,
  storm: { readonly place: Place; readonly expiry: Expiry },
  expiries: number,
): Promise<Tally> {
  let tally = emptyTally;
  for (const [at, kind] of kinds.entries()) {
    const share = Math.floor((expiries + at) / kinds.length);
    if (share > 0) tally = sum(tally, await runStorm(lab, { ...storm, ...kind }, share));
  }
  return tally;
}

import {
  type Closing,
  canHappen,
  type Ending,
  endings,
  type Lab,
  type Place,
  placeTitles,
  runClosing,
} from "../campaign/index.ts";
import { tallyHead, tallyRow } from "../report/index.ts";
import type { Part } from "./part.ts";

const titles: Readonly<Record<Ending, string>> = {
  closed: "closed",
  reloaded: "reloaded",
  navigated: "navigated away, and back",
  crashed: "crashed",
  "crashed-with-worker": "crashed, and the worker with it",
  frozen: "frozen, and resumed",
  "site-data-deleted": "open, and the data of the site are deleted",
};

const grace = 10_000;

/** Where the refresh runs, and the grace window of the server. */
const settings: readonly { readonly place: Place; readonly graceWindow: number }[] = [
  { place: "page", graceWindow: 0 },
  { place: "page", graceWindow: grace },
  { place: "shared-worker", graceWindow: 0 },
  { place: "extended-worker", graceWindow: 0 },
  { place: "service-worker", graceWindow: 0 },
  { place: "shared-worker", graceWindow: grace },
  { place: "service-worker", graceWindow: grace },
];

/** Closings of one of three tabs, and of the only tab. */
export const closings: Part = {
  title: "Tabs that end in mid-refresh",
  head: ["refresh in", "server", "tabs", "the tab is", ...tallyHead],
  async *rows(lab, expiries) {
    const all = closingsIn(lab);
    for (const closing of all) {
      const tally = await runClosing(lab, closing, Math.ceil(expiries / all.length));
      yield tallyRow(namesOf(closing), tally, isSafe(closing));
    }
  },
};

function closingsIn({ browser }: Lab): readonly Closing[] {
  return settings
    .flatMap((setting) =>
      [3, 1].flatMap((tabs) => endings.map((ending) => ({ ...setting, tabs, ending }))),
    )
    .filter((closing) => canHappen(browser.name, closing) && isOfInterest(closing));
}

/** With a worker, a grace window changes nothing unless the worker ends. */
function isOfInterest({ place, graceWindow, ending }: Closing): boolean {
  return place === "page" || graceWindow === 0 || ending === "crashed-with-worker";
}

function namesOf({ place, graceWindow, tabs, ending }: Closing): readonly string[] {
  const server = graceWindow > 0 ? `${graceWindow / 1_000} s of grace` : "strict";
  return [placeTitles[place], server, String(tabs), titles[ending]];
}

/**
 * Whether nothing may go wrong. On a strict server, a login is lost with the only context that waits for the
 * reply. If a page refreshes and is frozen, the others take over after 7 s, within the grace window.
 */
function isSafe({ place, graceWindow, tabs, ending }: Closing): boolean {
  if (place === "page") return graceWindow > 0;
  if (graceWindow > 0) return true;
  if (ending === "crashed-with-worker") return false;
  return place !== "shared-worker" || tabs > 1 || ending === "frozen";
}

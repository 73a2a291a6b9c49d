import {
  type Closing,
  canHappen,
  type Event,
  hasPlace,
  type Lab,
  type Place,
  placeTitles,
  runClosing,
} from "../campaign/index.ts";
import { type Findings, type Row, tallyHead, tallyRow } from "../report/index.ts";

const events: readonly Event[] = ["closed", "reloaded", "navigated", "crashed", "frozen"];

const grace = 10_000;

/** Where the refresh runs, and the grace window of the server. */
const settings: readonly { readonly place: Place; readonly graceWindow: number }[] = [
  { place: "page", graceWindow: 0 },
  { place: "page", graceWindow: grace },
  { place: "shared-worker", graceWindow: 0 },
  { place: "extended-worker", graceWindow: 0 },
  { place: "service-worker", graceWindow: 0 },
];

/** Runs closings of one of three tabs, and of the only tab. */
export async function measureClosings(lab: Lab, expiries: number): Promise<Findings> {
  const rows: Row[] = [];
  for (const closing of closingsIn(lab)) {
    const tally = await runClosing(lab, closing, Math.ceil(expiries / 10));
    rows.push(tallyRow(namesOf(closing), tally, isSafe(closing)));
  }
  const head = ["refresh in", "server", "tabs", "the tab is", ...tallyHead];
  return { title: `Tabs that end in mid-refresh, ${lab.browser.title}`, head, rows };
}

function closingsIn({ browser }: Lab): readonly Closing[] {
  return settings
    .filter(({ place }) => hasPlace(browser.name, place))
    .flatMap((setting) =>
      [3, 1].flatMap((tabs) =>
        events
          .filter((event) => canHappen(browser.name, event))
          .map((event) => ({ ...setting, tabs, event })),
      ),
    );
}

function namesOf({ place, graceWindow, tabs, event }: Closing): readonly string[] {
  const server = graceWindow > 0 ? `${graceWindow / 1_000} s of grace` : "strict";
  return [placeTitles[place], server, String(tabs), event];
}

/** Whether the login must survive. On a strict server, it is lost with the only context that waits for the reply. */
function isSafe({ place, graceWindow, tabs, event }: Closing): boolean {
  if (graceWindow > 0) return event !== "frozen";
  if (place === "page") return false;
  return event !== "crashed" && (place !== "shared-worker" || tabs > 1);
}

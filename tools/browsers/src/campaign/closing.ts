import { setTimeout as delay } from "node:timers/promises";
import type { BrowserName, Tab } from "../browser/index.ts";
import type { Lab } from "./lab.ts";
import { LoginTabs } from "./login-tabs.ts";
import { hasPlace, type Place } from "./place.ts";
import { emptyTally, type Outcome, sum, type Tally } from "./tally.ts";

/** What happens to a tab that waits for the refresh, while the reply is on its way. */
export type Ending =
  | "closed"
  | "reloaded"
  | "navigated"
  | "crashed"
  | "crashed-with-worker"
  | "frozen"
  | "site-data-deleted";

/** All endings. */
export const endings: readonly Ending[] = [
  "closed",
  "reloaded",
  "navigated",
  "crashed",
  "crashed-with-worker",
  "frozen",
  "site-data-deleted",
];

/** One kind of closing. */
export interface Closing {
  readonly place: Place;
  readonly ending: Ending;
  /** How many tabs there are. If there is only one, a new one is opened after it was closed. */
  readonly tabs: number;
  /** The grace window of the server, in ms; 0 for a strict server. */
  readonly graceWindow: number;
}

/** How long the reply is on its way after the server has rotated the refresh token; ms. */
const latency = 400;

/** The time between the end of the only tab and a new one; ms. */
const pause = 600;

/** How many requests each tab sends. */
const requestsEach = 5;

/** Returns whether a browser can be driven to this, and has the place. */
export function canHappen(browser: BrowserName, { place, tabs, ending }: Closing): boolean {
  if (!hasPlace(browser, place)) return false;
  const isInWorker = place !== "page";
  if (ending === "crashed-with-worker") return browser === "chromium" && isInWorker;
  // The process of the only tab also runs its worker.
  if (ending === "crashed") return browser === "chromium" && !(isInWorker && tabs === 1);
  return ending !== "frozen" || browser === "chromium";
}

/** What the driver does to the tab, and what the user does afterwards. */
interface Deed {
  now(tab: Tab, lab: Lab): Promise<void>;
  /** Makes the tab useful again. Absent if it is gone. */
  later?(tab: Tab): Promise<void>;
}

const crash: Deed = { now: (tab) => tab.crash() };

const deeds: Readonly<Record<Ending, Deed>> = {
  closed: { now: (tab) => tab.close() },
  reloaded: { now: (tab) => tab.reload(), later: async () => {} },
  navigated: {
    now: (tab, { site }) => tab.goto(site.emptyPageUrl),
    later: (tab) => tab.goBack(),
  },
  crashed: crash,
  "crashed-with-worker": crash,
  frozen: { now: (tab) => tab.setFrozen(true), later: (tab) => tab.setFrozen(false) },
  "site-data-deleted": {
    now: (tab) => tab.call("deleteDatabases", "refresh-once", "refresh-once-keys"),
    later: async () => {},
  },
};

/** Runs a closing for a number of expiries; each has a login and tabs of its own. */
export async function runClosing(lab: Lab, closing: Closing, expiries: number): Promise<Tally> {
  let tally = emptyTally;
  for (let round = 0; round < expiries; round++) {
    tally = sum(tally, await runRound(lab, closing));
  }
  return tally;
}

async function runRound(lab: Lab, closing: Closing): Promise<Tally> {
  const { server } = lab;
  const login = await LoginTabs.open(lab, closing.place, closing.tabs);
  try {
    await login.signIn("live");
    await Promise.all(login.tabs.map((tab) => tab.call("request", 1)));
    server.configure("rfc6749", { latency, graceWindow: closing.graceWindow });
    server.expireAccessTokens("rfc6749");
    const counted = await lab.measure(() => closeInMidRefresh(lab, login, closing));
    server.configure("rfc6749", { latency: 0, graceWindow: 0 });
    return { ...counted, lost: await lostAfter(lab, login) };
  } finally {
    await login.close();
  }
}

/** Returns the outcomes of all requests that somebody still waits for. */
async function closeInMidRefresh(
  lab: Lab,
  login: LoginTabs,
  { place, ending }: Closing,
): Promise<readonly Outcome[]> {
  // The process of the first tab also runs the worker.
  const isSpared = place !== "page" && ending === "crashed";
  const [victim, ...others] = isSpared ? login.tabs.toReversed() : login.tabs;
  if (!victim) return [];
  await startRefresh(lab, victim);
  const waiting = others.map((tab) => tab.call<Outcome>("request", requestsEach));
  const { now, later } = deeds[ending];
  await now(victim, lab);
  const outcomes = await Promise.all(waiting);
  if (others.length > 0 && !later) return outcomes;
  if (others.length === 0) await delay(pause);
  await later?.(victim);
  const user = later ? victim : await login.openTab();
  outcomes.push(await user.call<Outcome>("request", requestsEach));
  if (user !== victim) await user.close();
  return outcomes;
}

/** Makes a tab refresh, and returns as soon as the server has rotated the refresh token. */
async function startRefresh({ server }: Lab, tab: Tab): Promise<void> {
  const before = server.counters("rfc6749").tokenRequests;
  // The tab may be gone before it gets its responses.
  tab.call("request", requestsEach).catch(() => {});
  while (server.counters("rfc6749").tokenRequests === before) await delay(2);
}

async function lostAfter(lab: Lab, login: LoginTabs): Promise<number> {
  const tab = await login.openTab();
  try {
    return await lab.lostIn(tab);
  } finally {
    await tab.close();
  }
}

import { setTimeout as delay } from "node:timers/promises";
import type { Lab } from "./lab.ts";
import { LoginTabs } from "./login-tabs.ts";
import type { Place } from "./place.ts";
import { emptyTally, type Outcome, sum, type Tally } from "./tally.ts";

/** What was counted in some outages. */
export interface OutageTally {
  /** The requests after the outage. */
  readonly tally: Tally;
  /** How long after the outage the last tab got its first response, in ms. */
  readonly recovery: number;
}

/** How long nothing can be reached; ms. */
const length = 1_000;

/** How often a user tries again after the outage; ms. */
const interval = 100;

/** Cuts off three tabs when they need a new access token, for a number of expiries. */
export async function runOutages(lab: Lab, place: Place, expiries: number): Promise<OutageTally> {
  const login = await LoginTabs.open(lab, place, 3);
  let all: OutageTally = { tally: emptyTally, recovery: 0 };
  try {
    for (let round = 0; round < expiries; round++) {
      const one = await runRound(lab, login);
      const recovery = Math.max(all.recovery, one.recovery);
      all = { tally: sum(all.tally, one.tally), recovery };
    }
  } finally {
    await login.close();
  }
  return all;
}

async function runRound(lab: Lab, login: LoginTabs): Promise<OutageTally> {
  await login.signIn("expired");
  const senders = login.senders();
  lab.site.setReachable(false);
  // These fail. Nobody needs their outcome.
  const cutOff = senders.map((send) => send(5));
  await delay(length);
  lab.site.setReachable(true);
  const start = performance.now();
  const counted = await lab.measure(() => Promise.all(senders.map(untilAccepted)));
  const recovery = performance.now() - start;
  await Promise.all(cutOff);
  const [tab] = login.tabs;
  return { tally: { ...counted, lost: tab ? await lab.lostIn(tab) : 0 }, recovery };
}

/** Sends one request after the other, until one is accepted. Returns the outcome of that one. */
async function untilAccepted(send: (requests: number) => Promise<Outcome>): Promise<Outcome> {
  const end = performance.now() + 60_000;
  for (;;) {
    const outcome = await send(1);
    if (outcome.accepted === 1 || performance.now() > end) return outcome;
    await delay(interval);
  }
}

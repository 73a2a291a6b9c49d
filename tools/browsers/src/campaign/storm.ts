import { setTimeout as delay } from "node:timers/promises";
import type { Lab } from "./lab.ts";
import { LoginTabs, type Sender } from "./login-tabs.ts";
import type { Place } from "./place.ts";
import { emptyTally, type Outcome, sum, type Tally } from "./tally.ts";

/** How the access token ends: the server rejects it early, or all contexts know that it has expired. */
export type Expiry = "401" | "expired";

/** One kind of storm: all contexts of a login need a new access token at once. */
export interface Storm {
  readonly place: Place;
  readonly expiry: Expiry;
  readonly tabs: number;
  /** Over how many ms the contexts start. */
  readonly jitter: number;
}

/** How many requests each context sends. */
const requestsEach = 5;

/** Runs a storm for a number of expiries. */
export async function runStorm(lab: Lab, storm: Storm, expiries: number): Promise<Tally> {
  const login = await LoginTabs.open(lab, storm.place, storm.tabs);
  let tally = emptyTally;
  let isSignedIn = false;
  try {
    for (let round = 0; round < expiries; round++) {
      if (!isSignedIn) await login.signIn(storm.expiry === "401" ? "live" : "expired");
      const one = await runRound(lab, login, storm);
      tally = sum(tally, one);
      isSignedIn = storm.expiry === "401" && one.lost === 0;
    }
  } finally {
    await login.close();
  }
  return tally;
}

async function runRound(lab: Lab, login: LoginTabs, storm: Storm): Promise<Tally> {
  const senders = login.senders();
  if (storm.expiry === "401") {
    // Each context gets the live token before the server ends it.
    await fire(senders, { requests: 1, jitter: 0 });
    lab.server.expireAccessTokens("rfc6749");
  }
  const { jitter } = storm;
  const counted = await lab.measure(() => fire(senders, { requests: requestsEach, jitter }));
  const last = login.tabs.at(-1);
  return { ...counted, lost: last ? await lab.lostIn(last) : 0 };
}

function fire(
  senders: readonly Sender[],
  { requests, jitter }: { readonly requests: number; readonly jitter: number },
): Promise<readonly Outcome[]> {
  return Promise.all(
    senders.map(async (send) => {
      if (jitter > 0) await delay(Math.random() * jitter);
      return send(requests);
    }),
  );
}

import { boundStorm, ed25519Storm } from "./cases/bound.ts";
import { abort, deadToken } from "./cases/callers.ts";
import { endedRequest, endedRequestWithWaiter, type Isolate } from "./cases/ended-request.ts";
import { foreignOrigin, foreignRedirect } from "./cases/origins.ts";
import { encrypted, requestWithBody } from "./cases/own.ts";
import { late401, post, storm } from "./cases/requests.ts";
import {
  type ClientName,
  clientCases,
  clientNames,
  type Facts,
  ownCases,
  requestCases,
  type Target,
} from "./protocol.ts";
import type { Referee } from "./referee.ts";

type ClientCase = (target: Target, client: ClientName, referee: Referee) => Promise<Facts>;

const ofClients: Readonly<Record<(typeof clientCases)[number], ClientCase>> = {
  "a storm at an expiry": storm,
  "a late 401": late401,
  "a POST with a body": post,
  "a foreign origin": foreignOrigin,
  "a redirect to a foreign origin": foreignRedirect,
  "one of two callers aborts": abort,
  "a dead refresh token": deadToken,
  "a storm with bound tokens": boundStorm,
};

const once: Readonly<
  Record<(typeof ownCases)[number], (target: Target, referee: Referee) => Promise<Facts>>
> = {
  "a Request with a body": requestWithBody,
  "an encrypted store": encrypted,
  "a storm with tokens bound to an Ed25519 key": ed25519Storm,
};

/** All that needs neither files nor processes, one after the other. */
export async function runScenario(referee: Referee): Promise<void> {
  for (const client of clientNames) {
    for (const name of clientCases) {
      const target = await referee.begin({ name, client });
      await referee.end(await told(ofClients[name](target, client, referee)));
    }
  }
  for (const name of ownCases) {
    const target = await referee.begin({ name });
    await referee.end(await told(once[name](target, referee)));
  }
}

type RequestCase = (target: Target, referee: Referee, isolate: Isolate) => Promise<Facts>;

const ofRequests: Readonly<Record<(typeof requestCases)[number], RequestCase>> = {
  "a request that ends": endedRequest,
  "a request that ends while another waits": endedRequestWithWaiter,
};

/** What needs a runtime that answers requests. */
export async function runRequests(referee: Referee, isolate: Isolate): Promise<void> {
  for (const name of requestCases) {
    const target = await referee.begin({ name });
    await referee.end(await told(ofRequests[name](target, referee, isolate)));
  }
}

/** One case that fails does not keep the others from being seen. */
function told(facts: Promise<Facts>): Promise<Facts> {
  return facts.catch((error: unknown) => ({ failure: textOf(error) }));
}

/** With its stack, which a runtime may tell without the message, and with its causes. */
export function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${textOf(error.cause)}`;
  return `${error.name}: ${error.message}\n${error.stack}${cause}`;
}

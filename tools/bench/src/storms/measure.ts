import type { Contender, Requests, Setting } from "../clients/contender.ts";
import { contendersOf, families } from "../clients/contenders.ts";
import { type TokenFile, tokenFile } from "../clients/token-file.ts";
import { RemoteServer } from "../server/remote-server.ts";
import { type Outcome, storm } from "./storm.ts";
import { openWire, type Wire } from "./wire.ts";

/** Of the token endpoint, ms. */
export const latency = 50;

/** One storm at an expiry, as the server and its sender have seen it. */
export interface Storm extends Outcome {
  readonly refreshes: number;
  readonly reuses: number;
  /** Whether the expiry after it was got over as well. */
  readonly isNextFine: boolean;
}

/** The storms of one contender; of a bare client the same requests sent twice with a valid token. */
export interface Series {
  readonly contender: Contender;
  readonly storms: readonly Storm[];
}

/** The contenders take turns; each turn is a login of its own. */
export async function measureStorms(size: number, rounds: number): Promise<readonly Series[]> {
  await using server = await RemoteServer.start({ latency });
  const all: Series[] = [];
  for (const family of families) {
    using wire = openWire();
    const series = contendersOf(family).map((contender) => ({ contender, storms: [] as Storm[] }));
    for (let round = -1; round < rounds; round++) {
      for (const { contender, storms } of series) {
        const one = await turn(server, contender, wire, round < 0 ? Math.min(size, 200) : size);
        if (round >= 0) storms.push(one);
      }
    }
    all.push(...series);
  }
  return all;
}

async function turn(
  server: RemoteServer,
  contender: Contender,
  wire: Wire,
  size: number,
): Promise<Storm> {
  const { account, baseUrl } = await server.login();
  await using file = contender.needsFile && (await tokenFile(account));
  const requests = contender.open(settingOf({ account, baseUrl, ...pick(wire) }, file));
  // Awaited here: the file is gone as soon as this returns.
  return await (contender.role === "bare"
    ? sentTwice(requests, size)
    : atExpiry(server, requests, size));
}

function pick({ fetch, axios }: Wire): Pick<Setting, "fetch" | "axios"> {
  return { fetch, axios };
}

function settingOf(setting: Setting, file: TokenFile | undefined): Setting {
  return { ...setting, ...(file && { path: file.path }) };
}

async function sentTwice(requests: Requests, size: number): Promise<Storm> {
  const [once, again] = [await storm(requests, size), await storm(requests, size)];
  const failed = once.failed + again.failed;
  const unanswered = once.unanswered + again.unanswered;
  if (failed + unanswered > 0) throw new Error(`${failed + unanswered} bare requests failed`);
  return {
    wall: once.wall + again.wall,
    failed,
    unanswered,
    refreshes: 0,
    reuses: 0,
    isNextFine: true,
  };
}

async function atExpiry(server: RemoteServer, requests: Requests, size: number): Promise<Storm> {
  await storm(requests, 1);
  await server.expire();
  const before = await server.counters();
  const outcome = await storm(requests, size);
  const after = await server.counters();
  await server.expire();
  const next = await storm(requests, 1);
  return {
    ...outcome,
    refreshes: after.refreshes - before.refreshes,
    reuses: after.reuses - before.reuses,
    isNextFine: next.failed + next.unanswered === 0,
  };
}

import { setTimeout as sleep } from "node:timers/promises";
import type { TokenManager } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { TokenFolder } from "@refresh-once/end-to-end/program";
import { bundle } from "@refresh-once/processes";
import type { Print } from "../problems.ts";
import { type AccountEvents, openAccount } from "../processes/account.ts";
import { SoakCrew } from "../processes/soak-crew.ts";
import { Random } from "../random.ts";
import { type OidcServer, startOidcServer } from "../server/oidc-server.ts";
import { Chronicle } from "./chronicle.ts";
import type { Outcome } from "./figures.ts";
import { Killer } from "./killer.ts";
import { progressOf } from "./progress.ts";
import type { Settings } from "./settings.ts";

const account = "somebody";

/** Between two lines about how it goes, ms. */
const printEvery = 3_000;

/** Longer than any refresh may take, with the waits after several kills in a row; ms. */
const patience = 40_000;

/** Server up, processes up, requests and kills until the time is over, and then a look at what is left. */
export async function soak(
  settings: Settings,
  print: Print,
  interrupted: AbortSignal,
): Promise<Outcome> {
  using folder = new TokenFolder([account]);
  await using bundled = await bundle(new URL("../processes/worker.ts", import.meta.url));
  const path = folder.pathOf(account);
  const { lifetime, longestPause } = settings;
  const store = fileStore(path);
  const chronicle = new Chronicle(print, store, () => logIn(crew, server), lifetime);
  const { ledger } = chronicle;
  const killer = new Killer(new Random(settings.seed), ledger, settings.kills);
  await using server = await startOidcServer(ledger, killer, settings.dpop);
  const seed = await server.logIn(account);
  const shared = { name: account, path, seed };
  const job = { server: server.address, accounts: [shared], longestPause, deadlines: {} };
  using crew = new SoakCrew(bundled.module, job, settings.processes, chronicle);
  print(`Processes: ${crew.pids.join(", ")}`);
  const lines = setInterval(() => print(progressOf(chronicle.figures)), printEvery);
  const timeUp = AbortSignal.timeout(60_000 * settings.minutes);
  await killer.haunt(crew, AbortSignal.any([interrupted, timeUp]));
  await aRefreshMore(chronicle);
  await crew.stop();
  await chronicle.judged();
  clearInterval(lines);
  await lookAfter(
    chronicle,
    folder,
    (events) => openAccount({ ...job, worker: 0 }, shared, events).tokens,
  );
  const { figures, problems } = chronicle;
  return { figures, problems };
}

/** A person logs in; the tokens come to one of the processes. */
async function logIn(crew: SoakCrew, server: OidcServer): Promise<void> {
  for (;;) {
    const tokens = await server.logIn(account);
    // Killed over it: nobody knows whether they are stored, and a token set must not be set twice.
    if (await crew.login({ account, tokens })) return;
  }
}

/** What the last kill has cost shows at the next refresh. */
async function aRefreshMore(chronicle: Chronicle): Promise<void> {
  const { refreshes } = chronicle.figures;
  const endsAt = performance.now() + patience;
  while (chronicle.figures.refreshes === refreshes) {
    if (performance.now() > endsAt) return chronicle.problem("no refresh any more");
    await sleep(20);
  }
  await chronicle.losses.over;
}

/** A process that starts after all others are gone: it finds tokens, and leaves nothing behind. */
async function lookAfter(
  chronicle: Chronicle,
  folder: TokenFolder,
  open: (events: AccountEvents) => TokenManager,
): Promise<void> {
  const { ledger } = chronicle;
  try {
    await using manager = open({ stored: (sender) => ledger.stored(sender) });
    const tokens = await manager.get();
    ledger.rejected(tokens.accessToken);
    await manager.renew(tokens);
  } catch (error) {
    chronicle.problem(`the last renewal: ${String(error)}`);
  }
  const { unhealed, counts } = ledger;
  const lost = chronicle.losses.all.length;
  if (unhealed > 0) chronicle.problem(`${unhealed} sends were cut off, and not made good`);
  if (counts.reuses !== lost) {
    chronicle.problem(`${counts.reuses} reuse events for ${lost} lost logins`);
  }
  if (counts.needless > 0) chronicle.problem(`${counts.needless} needless refreshes`);
  if (folder.leftOvers.length > 0) chronicle.problem(`left over: ${folder.leftOvers.join(", ")}`);
  if (chronicle.figures.requests === 0) chronicle.problem("no request was answered");
}

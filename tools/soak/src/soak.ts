import { setTimeout as sleep } from "node:timers/promises";
import { fileStore } from "@refresh-once/core/file";
import { bundle } from "@refresh-once/scenario";
import { openAccount } from "./account.ts";
import { Chronicle, type Print } from "./chronicle.ts";
import type { Outcome } from "./figures.ts";
import { Fleet } from "./fleet.ts";
import type { Job } from "./job.ts";
import { Killer } from "./killer.ts";
import { type OidcServer, startOidcServer } from "./oidc-server.ts";
import { progressOf } from "./progress.ts";
import { Random } from "./random.ts";
import type { Sender } from "./refresh-call.ts";
import type { Settings } from "./settings.ts";
import { TokenFolder } from "./token-folder.ts";

/** Between two lines about how it goes, ms. */
const printEvery = 3_000;

/** Longer than any refresh may take, ms. */
const patience = 15_000;

/** Server up, processes up, requests and kills until the time is over, and then a look at what is left. */
export async function soak(
  settings: Settings,
  print: Print,
  interrupted: AbortSignal,
): Promise<Outcome> {
  using folder = new TokenFolder();
  await using bundled = await bundle(new URL("worker.ts", import.meta.url));
  const chronicle = new Chronicle(print, fileStore(folder.path), () => logIn(fleet, server));
  const { ledger } = chronicle;
  const killer = new Killer(new Random(settings.seed), ledger, settings.kills);
  await using server = await startOidcServer(ledger, killer);
  const seed = { refreshToken: await server.issueRefreshToken() };
  const job = { server: server.address, path: folder.path, seed };
  using fleet = new Fleet(bundled.module, job, settings.processes, chronicle);
  print(`Processes: ${fleet.pids.join(", ")}`);
  const lines = setInterval(() => print(progressOf(chronicle.figures)), printEvery);
  const timeUp = AbortSignal.timeout(60_000 * settings.minutes);
  await killer.haunt(fleet, AbortSignal.any([interrupted, timeUp]));
  await aRefreshMore(chronicle);
  await fleet.stop();
  await chronicle.judged();
  clearInterval(lines);
  await lookAfter(chronicle, folder, { ...job, worker: 0 });
  const { figures, problems } = chronicle;
  return { figures, problems };
}

/** A person logs in; the tokens come to one of the processes. */
async function logIn(fleet: Fleet, server: OidcServer): Promise<void> {
  for (;;) {
    const refreshToken = await server.issueRefreshToken();
    const member = await fleet.oneReady();
    // Killed over it: nobody knows whether they are stored, and a token set must not be set twice.
    if (!member || (await member.login(refreshToken))) return;
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
async function lookAfter(chronicle: Chronicle, folder: TokenFolder, job: Job): Promise<void> {
  const { ledger } = chronicle;
  try {
    const stored = (sender: Sender) => ledger.stored(sender);
    await using account = openAccount(job, { stored, waited: () => {} });
    const tokens = await account.get();
    ledger.rejected(tokens.accessToken);
    await account.renew(tokens);
  } catch (error) {
    chronicle.problem(`the last renewal: ${String(error)}`);
  }
  const { unhealed, counts } = ledger;
  const reuses = chronicle.losses.all.filter(({ kind }) => kind !== "killed twice in a row").length;
  if (unhealed > 0) chronicle.problem(`${unhealed} sends were cut off, and not made good`);
  if (counts.reuses !== reuses) {
    chronicle.problem(`${counts.reuses} reuse events for ${reuses} lost replies`);
  }
  if (counts.needless > 0) chronicle.problem(`${counts.needless} needless refreshes`);
  if (folder.leftOvers.length > 0) chronicle.problem(`left over: ${folder.leftOvers.join(", ")}`);
  if (chronicle.figures.requests === 0) chronicle.problem("no request was answered");
}

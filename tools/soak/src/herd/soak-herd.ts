import { bundle } from "@refresh-once/processes";
import type { Print } from "../problems.ts";
import { Families } from "./families.ts";
import { HerdCrew } from "./herd-crew.ts";
import { type HerdResult, resultOf } from "./herd-result.ts";
import { logAllIn } from "./log-in.ts";
import type { HerdSettings } from "./settings.ts";
import { SlowEndpoint } from "./slow-endpoint.ts";
import { startStoreServer } from "./store-server.ts";

/** Between two lines about how it goes, ms. */
const printEvery = 3_000;

/** Processes ask for the tokens of all accounts at once, and their token endpoint is too slow for that. */
export async function soakHerd(
  settings: HerdSettings,
  print: Print,
  interrupted: AbortSignal,
): Promise<HerdResult> {
  const { accounts, processes, rate, isPooled, concurrency } = settings;
  await using worker = await bundle(new URL("worker.ts", import.meta.url));
  await using stores = await startStoreServer(settings.store);
  const { place } = stores;
  const families = new Families(accounts);
  await logAllIn(place, families, accounts);
  await using endpoint = await SlowEndpoint.start(families, rate);
  const job = { tokenUrl: endpoint.url, place, accounts, isPooled, concurrency };
  using crew = new HerdCrew(worker.module, job, processes);
  print(`Processes: ${crew.pids.join(", ")}`);
  await crew.ready();
  const elapsed = stopwatch();
  using _ = every(printEvery, () => print(progressOf(elapsed(), families, endpoint)));
  await crew.askForAll(AbortSignal.any([interrupted, AbortSignal.timeout(settings.patience)]));
  const { outcomes } = crew;
  return resultOf({ settings, seconds: elapsed(), families, endpoint, outcomes });
}

/** @returns a function that tells how many seconds have passed */
function stopwatch(): () => number {
  const begun = performance.now();
  return () => (performance.now() - begun) / 1_000;
}

function every(ms: number, act: () => void): Disposable {
  const timer = setInterval(act, ms);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function progressOf(
  seconds: number,
  { refreshes, revoked }: Families,
  { connections }: SlowEndpoint,
): string {
  const counts = `${refreshes} refreshes, ${connections} connections, ${revoked} families revoked`;
  return `${seconds.toFixed(0).padStart(5)} s: ${counts}`;
}

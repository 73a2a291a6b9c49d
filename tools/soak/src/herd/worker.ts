import type { TokenManager } from "@refresh-once/core";
import { jobOf, onOrder, tellParent } from "@refresh-once/processes/in-worker";
import { countIn } from "../counts.ts";
import { askUntilRenewed } from "./caller.ts";
import { MemoryWatch } from "./memory-watch.ts";
import { openManagers } from "./open-managers.ts";
import { type HerdMessage, type HerdOutcome, isHerdJob, isHerdOrder } from "./protocol.ts";
import { openAccountStores } from "./store-place.ts";

/** A process of its own, with a manager for each account. It asks for the tokens of all of them at once. */
async function work(): Promise<void> {
  const job = jobOf(isHerdJob);
  const stores = await openAccountStores(job.place);
  const managers = openManagers(job, stores);
  const { asked, stopped } = orders();
  await tell({ kind: "ready" });
  await asked;
  await tell({ kind: "finished", outcome: await askAll(managers, stopped) });
  // Callers that still wait are given up.
  process.exit();
}

function orders(): Readonly<Record<"asked" | "stopped", Promise<void>>> {
  let ask = () => {};
  let stop = () => {};
  onOrder(isHerdOrder, (order) => (order === "ask" ? ask() : stop()));
  return {
    asked: new Promise((resolve) => {
      ask = resolve;
    }),
    stopped: new Promise((resolve) => {
      stop = resolve;
    }),
  };
}

async function askAll(
  managers: readonly TokenManager[],
  stopped: Promise<void>,
): Promise<HerdOutcome> {
  using memory = new MemoryWatch();
  const failed = new Map<string, number>();
  const ended = new Map<string, number>();
  const calls = managers.map(async (tokens) => {
    countIn(ended, await askUntilRenewed(tokens, (code) => countIn(failed, code)));
  });
  await new Promise(setImmediate);
  memory.measure();
  await Promise.race([Promise.all(calls), stopped]);
  return {
    renewed: ended.get("renewed") ?? 0,
    loggedOut: ended.get("logged out") ?? 0,
    failed: Object.fromEntries(failed),
    memory: memory.use,
  };
}

function tell(message: HerdMessage): Promise<void> {
  return tellParent(message);
}

await work();

import { closeOnSignals } from "@refresh-once/end-to-end/scenario";
import { jobOf, onOrder, tellParent } from "@refresh-once/processes/in-worker";
import { Count } from "./count.ts";
import { isJob, type Job } from "./job.ts";
import { isOrder, type WorkerMessage } from "./messages.ts";
import { drive, openAccounts } from "./traffic.ts";

/** Five times a second, ms. */
const reportEvery = 200;

async function work({ accounts }: Job): Promise<void> {
  const stop = new AbortController();
  const told = firstOrder(stop);
  const pool = openAccounts(accounts);
  closeOnSignals(pool);
  const runs = accounts.map((account) => ({ account, count: new Count(account.target.provider) }));
  const tallies = () => runs.map(({ count }) => count.tally);
  await tell({ kind: "ready" });
  await told;
  const reports = setInterval(() => tell({ kind: "progress", tallies: tallies() }), reportEvery);
  await Promise.all(
    runs.map(({ account, count }) =>
      drive(pool.get(account.target.provider), account, count, stop.signal),
    ),
  );
  await pool.close();
  clearInterval(reports);
  await tell({ kind: "finished", tallies: tallies() });
}

/** Resolves with either order: who is stopped before the start has nothing to wait for. */
function firstOrder(stop: AbortController): Promise<void> {
  return new Promise((resolve) => {
    onOrder(isOrder, (order) => {
      if (order === "stop") stop.abort();
      resolve();
    });
  });
}

function tell(message: WorkerMessage): Promise<void> {
  return tellParent(message);
}

await work(jobOf(isJob));
process.disconnect();

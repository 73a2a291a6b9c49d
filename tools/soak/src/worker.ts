import { clientNames, createClient, tellParent } from "@refresh-once/scenario";
import { openAccount } from "./account.ts";
import type { Job, Order } from "./job.ts";
import type { FailedRequest, WorkerMessage } from "./messages.ts";
import { keepAsking } from "./traffic.ts";

/** Twice a second, ms. */
const reportEvery = 500;

/** A process of its own: three clients on one token manager, until it is stopped or killed. */
async function work(job: Job): Promise<void> {
  const durations: number[] = [];
  const waits: number[] = [];
  const report = () =>
    tell({ kind: "progress", durations: durations.splice(0), waits: waits.splice(0) });
  const stop = new AbortController();
  await using tokens = openAccount(job, {
    stored: (sender) => tell({ kind: "stored", sender }),
    waited: (duration) => waits.push(duration),
  });
  process.on("message", async (text) => {
    const order: Order = JSON.parse(String(text));
    if (order.kind === "stop") return stop.abort();
    await tokens.set({ refreshToken: order.refreshToken });
    await tell({ kind: "loggedIn" });
  });
  await tell({ kind: "ready" });
  const reports = setInterval(report, reportEvery);
  const events = {
    succeeded: (duration: number) => durations.push(duration),
    failed: (request: FailedRequest) => tell({ kind: "failed", ...request }),
  };
  const traffic = clientNames.map((name) =>
    keepAsking(name, createClient(name, tokens, job.server.resourceUrl), events, stop.signal),
  );
  await Promise.all(traffic);
  clearInterval(reports);
  await report();
}

function tell(message: WorkerMessage): Promise<void> {
  return tellParent(message);
}

// Also when the parent was killed: nobody else would end this process then.
process.on("disconnect", () => process.exit());
// The argument is what our parent's startWorker() made of a Job.
await work(JSON.parse(process.argv[2] ?? ""));
await tell({ kind: "finished" });
process.disconnect();

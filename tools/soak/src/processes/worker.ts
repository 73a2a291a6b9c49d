import type { TokenManager } from "@refresh-once/core";
import { clientNames, createClient } from "@refresh-once/end-to-end/scenario";
import { jobOf, onOrder, tellParent } from "@refresh-once/processes/in-worker";
import { openAccount } from "./account.ts";
import { isJob, isOrder, type Job, type SharedAccount } from "./job.ts";
import type { WorkerMessage } from "./messages.ts";
import { keepAsking } from "./traffic.ts";

/** Twice a second, ms. */
const reportEvery = 500;

/** A process of its own: three clients on the manager of each account, until it is stopped or killed. */
async function work(job: Job): Promise<void> {
  const durations: number[] = [];
  const waits: number[] = [];
  const report = () =>
    tell({ kind: "progress", durations: durations.splice(0), waits: waits.splice(0) });
  const stop = new AbortController();
  const managers = new Map<string, TokenManager>();
  onOrder(isOrder, async (order) => {
    if (order.kind === "stop") return stop.abort();
    await managers.get(order.account)?.set(order.tokens);
    await tell({ kind: "loggedIn" });
  });

  async function use(account: SharedAccount): Promise<void> {
    const { tokens: manager, senders } = openAccount(job, account, {
      sending: (sender, begunAt) => tell({ kind: "sending", sender, begunAt }),
      sent: (sent) => tell({ kind: "sent", sent }),
      stored: (sender) => tell({ kind: "stored", sender }),
      waited: (duration) => waits.push(duration),
    });
    await using tokens = manager;
    managers.set(account.name, tokens);
    const traffic = clientNames.map((name) =>
      keepAsking(createClient(name, tokens, job.server.resourceUrl, senders), {
        longestPause: job.longestPause,
        stop: stop.signal,
        succeeded: (duration) => durations.push(duration),
        failed: (failure) =>
          tell({ kind: "failed", request: { account: account.name, client: name, ...failure } }),
      }),
    );
    await Promise.all(traffic);
  }

  const all = Promise.all(job.accounts.map(use));
  await tell({ kind: "ready" });
  const reports = setInterval(report, reportEvery);
  await all;
  clearInterval(reports);
  await report();
}

function tell(message: WorkerMessage): Promise<void> {
  return tellParent(message);
}

await work(jobOf(isJob));
await tell({ kind: "finished" });
process.disconnect();

import { createTokenManager } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { createClient, refreshFor } from "../scenario/index.ts";
import { isJob, type WorkerMessage } from "./protocol.ts";

/** A process of its own: at each message, so many requests at once; it says how they ended. */
const job: unknown = JSON.parse(process.argv[2] ?? "");
if (!isJob(job)) throw new TypeError("no job");
const { target, path, seed, client } = job;

const tokens = createTokenManager({
  refresh: refreshFor(target),
  store: fileStore(path),
  seed,
});
const call = createClient(client, tokens, target.resourceUrl);

function say(message: WorkerMessage): void {
  process.send?.(message);
}

process.on("message", async (size) => {
  const requests = Array.from({ length: Number(size) }, (_, request) => call(`${request}`));
  const outcomes = await Promise.allSettled(requests);
  const failures = outcomes.flatMap((outcome) => {
    if (outcome.status === "rejected") return [String(outcome.reason)];
    return outcome.value === 200 ? [] : [`status ${outcome.value}`];
  });
  say({ kind: "done", failures });
});
process.on("disconnect", () => process.exit());
say({ kind: "ready" });

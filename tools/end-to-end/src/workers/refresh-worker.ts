import { createTokenManager, isTokenError } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { refreshFor } from "../scenario/index.ts";
import { isJob, type WorkerMessage } from "./protocol.ts";

/** A process that refreshes as fast as it can, until it is killed or fails. */
const job: unknown = JSON.parse(process.argv[2] ?? "");
if (!isJob(job)) throw new TypeError("no job");

function say(message: WorkerMessage): void {
  process.send?.(message);
}

const { target, path, seed } = job;
const manager = createTokenManager({ refresh: refreshFor(target), store: fileStore(path), seed });
try {
  for (let tokens = await manager.get(); ; tokens = await manager.renew(tokens)) {
    say({ kind: "refreshed" });
  }
} catch (error) {
  if (!isTokenError(error)) throw error;
  say({ kind: "failed", error: { code: error.code, kind: error.kind } });
}

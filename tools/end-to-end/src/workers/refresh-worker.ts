import { createTokenManager, isTokenError } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { jobOf } from "@refresh-once/processes/in-worker";
import { refreshFor } from "../scenario/index.ts";
import { isJob, type RefreshMessage } from "./protocol.ts";

/** A process that refreshes as fast as it can, until it is killed or fails. */
const { target, path, seed } = jobOf(isJob);

function say(message: RefreshMessage): void {
  process.send?.(message);
}

const manager = createTokenManager({ refresh: refreshFor(target), store: fileStore(path), seed });
try {
  for (let tokens = await manager.get(); ; tokens = await manager.renew(tokens)) {
    say({ kind: "refreshed" });
  }
} catch (error) {
  if (!isTokenError(error)) throw error;
  say({ kind: "failed", error: { code: error.code, kind: error.kind } });
}

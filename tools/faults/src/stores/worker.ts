import { createTokenManager, isTokenError, type TokenSet } from "@refresh-once/core";
import { openStores } from "@refresh-once/end-to-end/databases";
import { refreshFor, tellParent } from "@refresh-once/end-to-end/scenario";
import { type Answer, isJob } from "./protocol.ts";

/** A process that stands for a machine: it has its own clock and its own connections. */
const job: unknown = JSON.parse(process.argv[2] ?? "");
if (!isJob(job)) throw new TypeError("no job");
const { target, database, key, seed, refreshDeadline, clockAhead } = job;

const now = Date.now;
Date.now = () => now() + clockAhead;

const stores = await openStores(database);
const manager = createTokenManager({
  refresh: refreshFor(target),
  store: stores.store(key),
  seed,
  refreshDeadline,
});
let tokens: TokenSet | undefined;

async function answer(command: unknown): Promise<Answer> {
  try {
    tokens = await (command === "renew" && tokens ? manager.renew(tokens) : manager.get());
    return { kind: "tokens", accessToken: tokens.accessToken };
  } catch (error) {
    if (!isTokenError(error)) throw error;
    return { kind: "failed", code: error.code };
  }
}

process.on("message", async (command) => tellParent(await answer(command)));
process.on("disconnect", () => process.exit());
tellParent({ kind: "ready" });

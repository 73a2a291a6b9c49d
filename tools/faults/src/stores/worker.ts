import { createTokenManager, isTokenError, type TokenSet } from "@refresh-once/core";
import { openStores } from "@refresh-once/end-to-end/databases";
import { refreshFor } from "@refresh-once/end-to-end/scenario";
import { answerOrders, jobOf } from "@refresh-once/processes/in-worker";
import { type Answer, type Command, isCommand, isJob } from "./protocol.ts";

/** A process that stands for a machine: it has its own clock and its own connections. */
const { target, database, key, seed, refreshDeadline, clockAhead } = jobOf(isJob);

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

async function answer(command: Command): Promise<Answer> {
  try {
    tokens = await (command === "renew" && tokens ? manager.renew(tokens) : manager.get());
    return { kind: "tokens", accessToken: tokens.accessToken };
  } catch (error) {
    if (!isTokenError(error)) throw error;
    return { kind: "failed", code: error.code };
  }
}

await answerOrders(isCommand, answer);

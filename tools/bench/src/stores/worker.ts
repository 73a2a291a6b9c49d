import { createTokenManager, type TokenManager, type TokenSet } from "@refresh-once/core";
import { openStores } from "@refresh-once/end-to-end/databases";
import { answerOrders, jobOf } from "@refresh-once/end-to-end/in-worker";
import { refreshFor } from "@refresh-once/end-to-end/scenario";
import { machineClock } from "../clock.ts";
import { openBareWrites } from "./bare-writes.ts";
import { type BenchAccount, type Command, type Done, isCommand, isJob } from "./protocol.ts";

/** A process of a service that has every account of the bench in use. */
const { target, database, accounts } = jobOf(isJob);
const stores = await openStores(database);
const writes = await openBareWrites(database);
const refresh = refreshFor(target);
let refreshes = 0;
let committedAt: number | undefined;

function managerOf({ key, refreshToken }: BenchAccount): TokenManager {
  return createTokenManager({
    refresh,
    store: stores.store(key),
    seed: { refreshToken },
    refreshDeadline: 60_000,
    onEvent: ({ type }) => {
      if (type !== "refreshed") return;
      refreshes++;
      committedAt = machineClock();
    },
  });
}

const managers = accounts.map(managerOf);
let held: readonly TokenSet[] = [];

async function renewAll(): Promise<void> {
  held = await Promise.all(
    managers.map((manager, index) => {
      const tokens = held[index];
      return tokens ? manager.renew(tokens) : manager.get();
    }),
  );
}

async function obey(command: Command): Promise<Done> {
  refreshes = 0;
  committedAt = undefined;
  if (command.kind === "renew") await renewAll();
  else await Promise.all(command.keys.map((key) => writes.write(key)));
  return {
    at: machineClock(),
    refreshes,
    ...(committedAt !== undefined && { committedAt }),
  };
}

await answerOrders(isCommand, obey);

import { brokenAbandonment } from "./abandoned-claims.ts";
import type { BrokenStores } from "./broken-store.ts";
import { brokenClaims } from "./claims.ts";
import { brokenCommits } from "./commits.ts";
import { brokenDurability } from "./durability.ts";
import { brokenHeartbeats } from "./heartbeats.ts";
import { brokenHistories } from "./histories.ts";
import { brokenHolders } from "./holders.ts";
import { brokenJournals } from "./journals.ts";
import { brokenKeys } from "./keys.ts";
import { brokenLeases } from "./leases.ts";
import { brokenOneStep } from "./one-step.ts";
import { brokenReads } from "./reads.ts";
import { brokenSubscriptions } from "./subscriptions.ts";
import { brokenValues } from "./values.ts";

/** All broken stores, each with one bug, by the name of the bug. */
export const brokenStores: BrokenStores = {
  ...brokenReads,
  ...brokenClaims,
  ...brokenCommits,
  ...brokenHistories,
  ...brokenAbandonment,
  ...brokenJournals,
  ...brokenLeases,
  ...brokenHeartbeats,
  ...brokenHolders,
  ...brokenOneStep,
  ...brokenDurability,
  ...brokenSubscriptions,
  ...brokenValues,
  ...brokenKeys,
};

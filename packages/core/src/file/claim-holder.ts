import type { ClaimHolder } from "../store/index.ts";
import { findClaims } from "./claim-entry.ts";
import type { Holder } from "./holder.ts";
import { attemptsOf } from "./journal-names.ts";
import { readRecord } from "./record-file.ts";
import type { StoreFiles } from "./store-files.ts";

/** For a claim file that does not say how long its lease is, in ms: that of a manager with default options. */
const usualLease = 15_000;

/** Finds who has the active claim of the current revision, for people. It only reads. */
export async function findHolder(
  files: StoreFiles,
  self: Holder,
): Promise<ClaimHolder | undefined> {
  const { revision = 0 } = (await readRecord(files.path)) ?? {};
  const attempts = attemptsOf(await files.names(), revision);
  const found = await findClaims({ files, self, revision, lease: usualLease }, attempts);
  if (!found?.isActive) return undefined;
  const { entry, leaseEndsAt } = found;
  const { holder, startedAt } = entry;
  if (!holder) return { description: "an unknown process", leaseEndsAt };
  return { description: nameOf(holder, self), startedAt, leaseEndsAt };
}

function nameOf({ host, pid, thread }: Holder, self: Holder): string {
  const name = `${thread ? `thread ${thread.id} of ` : ""}process ${pid}`;
  // The host of a holder includes its namespaces: process ids have a meaning only within them.
  return `${name} ${host === self.host ? "on this host" : "in another container or on another host"}`;
}

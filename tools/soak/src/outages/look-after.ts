import { fileStore } from "@refresh-once/core/file";
import type { TokenFolder } from "@refresh-once/end-to-end/program";
import type { SharedAccount } from "../processes/job.ts";
import type { OutageWatch } from "./outage-watch.ts";

/** What must be true when all processes are gone: every account is logged in, and nothing else is left. */
export async function lookAfter(
  watch: OutageWatch,
  accounts: readonly SharedAccount[],
  folder: TokenFolder,
): Promise<void> {
  for (const { name, path } of accounts) {
    const record = await fileStore(path).read();
    if (!record?.tokens?.refreshToken) watch.problem(`${name} has no refresh token`);
    if (record?.refusal) watch.problem(`${name} is lost: ${record.refusal.message}`);
    if (record?.unanswered) watch.problem(`${name}: its last request was not answered`);
  }
  const { needless, reuses } = watch.ledger.counts;
  if (reuses > 0) watch.problem(`${reuses} reuse events`);
  if (needless > 0) watch.problem(`${needless} needless refreshes`);
  if (folder.leftOvers.length > 0) watch.problem(`left over: ${folder.leftOvers.join(", ")}`);
  if (watch.requests === 0) watch.problem("no request was answered");
}

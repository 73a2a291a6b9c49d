import {
  isDue,
  type PollResult,
  refusalError,
  retryError,
  type TokenRecord,
} from "../store/index.ts";
import { isStillValid, satisfiesCallers } from "./caller-needs.ts";
import { followWork } from "./follow-work.ts";
import type { Renewal } from "./renewal-context.ts";
import { emitStored } from "./stored-events.ts";

/** What a look at the store has found, or the record that must be refreshed now. */
export type Looked = PollResult<TokenRecord> | { readonly due: TokenRecord };

/** Reads the store once, and follows a request of this process if there is one. */
export async function look(renewal: Renewal): Promise<Looked> {
  const { context, activeClaim, deadline, needs } = renewal;
  const isEnough = (record: TokenRecord) => satisfiesCallers(record, needs);
  const workBefore = activeClaim.work;
  let record: TokenRecord;
  try {
    record = await context.reader.read(deadline.signal, isEnough);
  } catch (error) {
    // A request of this process may still succeed, or its failure says more than this one.
    const work = activeClaim.work ?? workBefore;
    if (!work) throw error;
    return followWork(renewal, work, isEnough);
  }
  return lookAt(renewal, record);
}

/** Decides what to do about a record that was read. */
export async function lookAt(renewal: Renewal, record: TokenRecord): Promise<Looked> {
  const { context, activeClaim, progress, needs } = renewal;
  const isEnough = (found: TokenRecord) => satisfiesCallers(found, needs);
  if (isEnough(record)) {
    const isOwn = context.writer.isStoring(record);
    return { found: isOwn ? record : emitStored(context, "adopted", record) };
  }
  progress.seen = record;
  const work = activeClaim.workFor(record);
  if (work) return followWork(renewal, work, isEnough);
  const wait = waitBeforeRequest(record, renewal);
  if (wait > 0) return { again: wait };
  context.circuitBreaker.check(record);
  return { due: record };
}

/**
 * Returns how long the next request must wait, in ms.
 *
 * @throws {TokenError} if the refresh token is dead, or if the callers do not wait for so long
 */
function waitBeforeRequest(record: TokenRecord, renewal: Renewal): number {
  const { deadline, isPatient, progress, needs } = renewal;
  const refused = refusalError(record, progress.failure);
  if (refused) throw refused;
  const { retry } = record;
  if (!retry || isDue(retry) || (retry.mayProbe && progress.attempts === 0)) return 0;
  const wait = retry.at - Date.now();
  const isSoon = performance.now() + wait < deadline.endsAt;
  const isTemporary = retry.code === "in_doubt" || retry.code === "unavailable";
  if (isPatient() && !isStillValid(record, needs) && isSoon && isTemporary) return wait;
  throw retryError(record, retry, progress.failure);
}

import {
  isDue,
  type PollResult,
  pollUntil,
  refusalError,
  retryError,
  type TokenRecord,
  withEpoch,
} from "../store/index.ts";
import {
  abortable,
  type Deadline,
  delay,
  reasonOf,
  stopped,
  stopwatch,
  throwIfAborted,
} from "../time/index.ts";
import type { ActiveClaim, ClaimWork } from "./active-claim.ts";
import { type CallerNeeds, isStillValid, satisfiesCallers } from "./caller-needs.ts";
import { completeClaim } from "./complete-claim.ts";
import { HeldClaim } from "./held-claim.ts";
import { endOrphanedClaim } from "./orphaned-claim.ts";
import { takeTurn } from "./refresh-turn.ts";
import type { ClaimedRecord, Progress, RenewalContext } from "./renewal-context.ts";
import { emitStored } from "./stored-events.ts";

/** One renewal for all callers in this process. */
export interface Renewal {
  readonly context: RenewalContext;
  readonly activeClaim: ActiveClaim;
  readonly deadline: Deadline;
  readonly progress: Progress;
  readonly needs: CallerNeeds;
  /** Whether a caller waits for a retry. Callers that still have a valid access token do not. */
  isPatient(): boolean;
}

/**
 * Returns a record that satisfies the callers. If another process has renewed the record, it is adopted from
 * the store. Otherwise, this process claims and renews it, or waits for the process that has the claim.
 */
export function renewRecord(renewal: Renewal): Promise<TokenRecord> {
  const { context, deadline } = renewal;
  let isWaiting = false;
  const onClaimLost = (revision: number) => {
    if (!isWaiting) context.emit({ type: "waiting", revision });
    isWaiting = true;
  };
  return pollUntil(context.session, deadline.signal, () => renewInTurn(renewal, onClaimLost));
}

/** Waits for a turn, and keeps it until the claim that was won in it is completed. */
async function renewInTurn(
  renewal: Renewal,
  onClaimLost: (revision: number) => void,
): Promise<PollResult<TokenRecord>> {
  const { context, activeClaim, deadline, progress } = renewal;
  const { signal } = deadline;
  if (activeClaim.work) {
    // The request of this account already has a turn. Only another claim needs a turn of its own.
    const looked = await look(renewal);
    if (!("due" in looked)) return looked;
  }
  const isReturning = progress.isQueued === false;
  progress.isQueued = true;
  const endTurn = await takeTurn(context.turnLimit, deadline, isReturning);
  if (!endTurn) throw reasonOf(signal);
  progress.isQueued = false;
  try {
    // A store that hangs must not keep the turn.
    return await abortable(renewOnce(renewal, onClaimLost), signal);
  } finally {
    endAfter(activeClaim, endTurn);
  }
}

/** Ends a turn when the claim that was won in it is completed; at once if none was. */
function endAfter({ work }: ActiveClaim, endTurn: () => void): void {
  if (work) work.settled().then(endTurn, endTurn);
  else endTurn();
}

/** Reads the store once, and claims the record if a refresh is due. */
async function renewOnce(
  renewal: Renewal,
  onClaimLost: (revision: number) => void,
): Promise<PollResult<TokenRecord>> {
  const { context, deadline } = renewal;
  const looked = await look(renewal);
  if (!("due" in looked)) return looked;
  const { due: record } = looked;
  // The turn of callers that have given up has ended.
  throwIfAborted(deadline.signal);
  const elapsed = stopwatch();
  const leased = await context.session.claim(record.revision, deadline.signal);
  if (!leased) {
    onClaimLost(record.revision);
    return { again: "changed" };
  }
  const held = new HeldClaim(leased, elapsed);
  return complete(renewal, { base: withEpoch(record), held });
}

/**
 * Reads the store once, and follows a request of this process if there is one.
 *
 * @returns the record as `due` if it must be refreshed now
 */
async function look(
  renewal: Renewal,
): Promise<PollResult<TokenRecord> | { readonly due: TokenRecord }> {
  const { context, activeClaim, deadline, progress, needs } = renewal;
  const isEnough = (record: TokenRecord) => satisfiesCallers(record, needs);
  const workBefore = activeClaim.work;
  let record: TokenRecord;
  try {
    record = await context.reader.read(deadline.signal, isEnough);
  } catch (error) {
    // A request of this process may still succeed, or its failure says more than this one.
    const work = activeClaim.work ?? workBefore;
    if (!work) throw error;
    return follow(renewal, work, isEnough);
  }
  if (isEnough(record)) {
    const isOwn = context.writer.isStoring(record);
    return { found: isOwn ? record : emitStored(context, "adopted", record) };
  }
  progress.seen = record;
  const work = activeClaim.workFor(record);
  if (work) return follow(renewal, work, isEnough);
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

/** Starts the work that completes a claim, and waits for it. */
function complete(renewal: Renewal, claimed: ClaimedRecord): Promise<PollResult<TokenRecord>> {
  const { context, activeClaim, deadline, progress } = renewal;
  const isWanted = () => !deadline.signal.aborted;
  const completed = completeClaim(context, { ...claimed, progress, isWanted });
  const work = activeClaim.start(claimed, completed);
  // Any result is enough: a provider may respond with the same access token again.
  return follow(renewal, work, () => true);
}

/** How long the work of a claim is followed before the store is read again, in ms. */
const followFor = 1_000;

/**
 * Waits for the work of a claim of this process. It also reads the store at intervals, because another process
 * may have taken over while this one was suspended.
 */
async function follow(
  renewal: Renewal,
  work: ClaimWork,
  isEnough: (record: TokenRecord) => boolean,
): Promise<PollResult<TokenRecord>> {
  const { signal } = renewal.deadline;
  let wake = () => {};
  const pause = delay(followFor, signal, (wakeUp) => {
    wake = wakeUp;
  });
  try {
    const record = await abortable(Promise.race([work.settled(), pause]), signal);
    if (record === stopped) return await takeOver(renewal, work);
    return record && isEnough(record) ? { found: record } : { again: 0 };
  } finally {
    // This clears the timer.
    wake();
  }
}

/** Takes over in Cloudflare Workers, when the request that started the work has ended. */
async function takeOver(
  { context, activeClaim, deadline: { signal } }: Renewal,
  work: ClaimWork,
): Promise<PollResult<TokenRecord>> {
  // The response may have arrived before the work was stopped.
  await context.writer.retry(signal);
  const claimed = activeClaim.end(work);
  if (claimed) await endOrphanedClaim(context, claimed);
  return { again: 0 };
}

import { type PollResult, pollUntil, type TokenRecord, withEpoch } from "../store/index.ts";
import { abortable, reasonOf, stopwatch, throwIfAborted } from "../time/index.ts";
import type { ActiveClaim } from "./active-claim.ts";
import { satisfiesCallers } from "./caller-needs.ts";
import { completeClaim } from "./complete-claim.ts";
import { followWork } from "./follow-work.ts";
import { HeldClaim } from "./held-claim.ts";
import { look, lookAt } from "./look.ts";
import { takeTurn } from "./refresh-turn.ts";
import type { ClaimedRecord, Renewal } from "./renewal-context.ts";

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
  const renewed = await renewKnown(renewal, onClaimLost);
  if (renewed) return renewed;
  const looked = await look(renewal);
  return "due" in looked ? claim(renewal, looked.due, onClaimLost) : looked;
}

/**
 * Reads the store and claims the record in one step, if this process expects to claim it.
 *
 * @returns `undefined` if the store must be read first
 */
async function renewKnown(
  renewal: Renewal,
  onClaimLost: (revision: number) => void,
): Promise<PollResult<TokenRecord> | undefined> {
  const { context, activeClaim, deadline } = renewal;
  if (activeClaim.work || !isKnownToBeDue(renewal)) return undefined;
  const elapsed = stopwatch();
  const read = await context.reader.readAndClaim(deadline.signal);
  if (!read) return undefined;
  const { record, leased, isTaken } = read;
  if (leased) return renewClaimed(renewal, record, new HeldClaim(leased, elapsed));
  const looked = await lookAt(renewal, record);
  if (!("due" in looked)) return looked;
  if (!isTaken) return claim(renewal, looked.due, onClaimLost);
  onClaimLost(record.revision);
  return { again: "changed" };
}

/** Whether the last record that this process has seen must be refreshed now. */
function isKnownToBeDue({ context, needs }: Renewal): boolean {
  const { known } = context.session;
  const mayBeSent = known.tokens && !known.retry && !known.refusal;
  return (
    Boolean(mayBeSent) && !context.circuitBreaker.errorFor(known) && !satisfiesCallers(known, needs)
  );
}

/** Uses a claim that came with its record, or releases it if no refresh is due. */
async function renewClaimed(
  renewal: Renewal,
  record: TokenRecord,
  held: HeldClaim,
): Promise<PollResult<TokenRecord> | undefined> {
  const { context, activeClaim } = renewal;
  let isUsed = false;
  try {
    if (activeClaim.workFor(record)) return undefined;
    const looked = await lookAt(renewal, record);
    if (!("due" in looked)) return looked;
    isUsed = true;
    return complete(renewal, { base: withEpoch(looked.due), held });
  } finally {
    if (!isUsed) await context.session.release(held.claim);
  }
}

/** Claims a record that is due. */
async function claim(
  renewal: Renewal,
  record: TokenRecord,
  onClaimLost: (revision: number) => void,
): Promise<PollResult<TokenRecord>> {
  const { context, deadline } = renewal;
  // The turn of callers that have given up has ended.
  throwIfAborted(deadline.signal);
  const elapsed = stopwatch();
  const leased = await context.session.claim(record.revision, deadline.signal);
  if (!leased) {
    onClaimLost(record.revision);
    return { again: "changed" };
  }
  return complete(renewal, { base: withEpoch(record), held: new HeldClaim(leased, elapsed) });
}

/** Starts the work that completes a claim, and waits for it. */
function complete(renewal: Renewal, claimed: ClaimedRecord): Promise<PollResult<TokenRecord>> {
  const { context, activeClaim, deadline, progress } = renewal;
  const isWanted = () => !deadline.signal.aborted;
  const completed = completeClaim(context, { ...claimed, progress, isWanted });
  const work = activeClaim.start(claimed, completed);
  // Any result is enough: a provider may respond with the same access token again.
  return followWork(renewal, work, () => true);
}

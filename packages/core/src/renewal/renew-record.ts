import {
  type Claim,
  inSomeEpoch,
  isDue,
  type Look,
  pollUntil,
  refusalError,
  retryError,
  type TokenRecord,
} from "../store/index.ts";
import { abortable, type Deadline, delay, SharedWork, stopped, stopwatch } from "../time/index.ts";
import {
  type ClaimedRecord,
  completeClaim,
  type Progress,
  type RenewalContext,
} from "./complete-claim.ts";
import { HeldClaim } from "./held-claim.ts";
import { endStoppedClaim } from "./stopped-claim.ts";
import { adopted } from "./token-saver.ts";
import { isStillValid, satisfiesCallers, type Wanted } from "./wanted.ts";

/** The claim that this process is completing, which may outlive the callers that began it. */
export class Underway {
  #current: { readonly won: ClaimedRecord; readonly work: ClaimWork } | undefined;

  /** Settles as the claim does; `undefined` if there is none. */
  get work(): ClaimWork | undefined {
    return this.#current?.work;
  }

  /**
   * Settles as the claim does that is about a record. If the store has gone back since then, its revision
   * is another one, but its refresh token is the same.
   */
  workOn({ revision, tokens }: TokenRecord): ClaimWork | undefined {
    const base = this.#current?.won.base;
    const token = base?.tokens?.refreshToken;
    const isSame = token !== undefined && token === tokens?.refreshToken;
    return isSame || base?.revision === revision ? this.work : undefined;
  }

  /** The claim of a revision while its request is underway; before and after, it may be released. */
  claimOf(revision: number): Claim | undefined {
    const { won } = this.#of(revision) ?? {};
    return won?.held.isSending ? won.held.claim : undefined;
  }

  #of(revision: number) {
    return this.#current?.won.base.revision === revision ? this.#current : undefined;
  }

  start(won: ClaimedRecord, completed: Promise<TokenRecord | undefined>): ClaimWork {
    const work = new SharedWork(completed.finally(() => void this.end(work)));
    this.#current = { won, work };
    return work;
  }

  /** @returns what the work was about, if it is not over yet */
  end(work: ClaimWork): ClaimedRecord | undefined {
    if (this.#current?.work !== work) return undefined;
    const { won } = this.#current;
    this.#current = undefined;
    return won;
  }
}

/** What completes a claim; `undefined` if the callers have to look at the store again. */
type ClaimWork = SharedWork<TokenRecord | undefined>;

/** One renewal, for all callers of this process. */
export interface Renewal {
  readonly context: RenewalContext;
  readonly underway: Underway;
  readonly deadline: Deadline;
  readonly progress: Progress;
  readonly wanted: Wanted;
  /** Whether a caller waits for the next try. Callers with an access token that is still valid do not. */
  isPatient(): boolean;
}

/**
 * Gets a record that satisfies the callers: adopted from the store if another process has renewed it,
 * or refreshed by this process if it wins the claim.
 */
export function renewRecord(renewal: Renewal): Promise<TokenRecord> {
  const { context, deadline } = renewal;
  let isWaiting = false;
  const onClaimLost = (revision: number) => {
    if (!isWaiting) context.emit({ type: "waiting", revision });
    isWaiting = true;
  };
  return pollUntil(context.session, deadline.signal, () => lookOnce(renewal, onClaimLost));
}

/** One look at the store, and what follows from it. */
async function lookOnce(
  renewal: Renewal,
  onClaimLost: (revision: number) => void,
): Promise<Look<TokenRecord>> {
  const { context, underway, deadline, progress, wanted } = renewal;
  const { session, reader } = context;
  const isEnough = (found: TokenRecord) => satisfiesCallers(found, wanted);
  const before = underway.work;
  let record: TokenRecord;
  try {
    record = await reader.read(deadline.signal);
  } catch (error) {
    // The request of this process may still succeed, or its own failure says more than this one.
    const work = underway.work ?? before;
    if (!work) throw error;
    return follow(renewal, work, isEnough);
  }
  if (isEnough(record)) return { found: adopted(context, record) };
  progress.seen = record;
  const claimed = underway.workOn(record);
  if (claimed) return follow(renewal, claimed, isEnough);
  const wait = waitBefore(record, renewal);
  if (wait > 0) return { again: wait };
  context.holdOff.check(record);
  const elapsed = stopwatch();
  const leased = await session.claim(record.revision, deadline.signal);
  if (!leased) {
    onClaimLost(record.revision);
    return { again: "changed" };
  }
  const held = new HeldClaim(leased, elapsed);
  return complete(renewal, { base: inSomeEpoch(record), held });
}

/**
 * How long the record wants the next request to wait, ms.
 * @throws {TokenError} if its refresh token is dead, or the callers do not wait so long
 */
function waitBefore(record: TokenRecord, renewal: Renewal): number {
  const { deadline, isPatient, progress, wanted } = renewal;
  const refused = refusalError(record, progress.failure);
  if (refused) throw refused;
  const { retry } = record;
  if (!retry || isDue(retry) || (retry.mayProbe && progress.attempts === 0)) return 0;
  const wait = retry.at - Date.now();
  const isSoon = performance.now() + wait < deadline.endsAt;
  const mayPass = retry.code === "in_doubt" || retry.code === "unavailable";
  if (isPatient() && !isStillValid(record, wanted) && isSoon && mayPass) return wait;
  throw retryError(record, retry, progress.failure);
}

/** Completes a claim, also when the callers have given up. */
function complete(renewal: Renewal, won: ClaimedRecord): Promise<Look<TokenRecord>> {
  const { context, underway, deadline, progress } = renewal;
  const isWanted = () => !deadline.signal.aborted;
  const work = underway.start(won, completeClaim(context, { ...won, progress, isWanted }));
  // Whatever it is: a provider may answer with the same access token again.
  return follow(renewal, work, () => true);
}

/** In ms. */
const followFor = 1_000;

/**
 * Waits for a claim of this process. The store is looked at from time to time all the same: another
 * process may have taken over while this one was suspended.
 */
async function follow(
  renewal: Renewal,
  work: ClaimWork,
  isEnough: (record: TokenRecord) => boolean,
): Promise<Look<TokenRecord>> {
  const { signal } = renewal.deadline;
  let wake = () => {};
  const turn = delay(followFor, signal, (awake) => {
    wake = awake;
  });
  try {
    const record = await abortable(Promise.race([work.settled(), turn]), signal);
    if (record === stopped) return await takeOver(renewal, work);
    return record && isEnough(record) ? { found: record } : { again: 0 };
  } finally {
    // No timer is left behind.
    wake();
  }
}

/** After the end of the request that began the work, in Cloudflare Workers. */
async function takeOver(
  { context, underway, deadline: { signal } }: Renewal,
  work: ClaimWork,
): Promise<Look<TokenRecord>> {
  // Its answer may have come before it stopped.
  await context.saver.retry(signal);
  const won = underway.end(work);
  if (won) await endStoppedClaim(context, won);
  return { again: 0 };
}

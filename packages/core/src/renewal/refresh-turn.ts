import { type Deadline, isWorkBoundToRequest } from "../time/index.ts";
import { processWide } from "../values/index.ts";

/** A refresh that waits for its turn. */
interface Waiter {
  readonly start: () => void;
  /** When its callers give up, on the clock of `performance.now()`. */
  readonly endsAt: number;
  isGone: boolean;
  next: Waiter | undefined;
}

/** Refreshes that wait, in the order in which they came. */
interface Line {
  first: Waiter | undefined;
  last: Waiter | undefined;
}

/** The refreshes at one token endpoint: those that run, and those that wait. */
interface Queue {
  running: number;
  /** Refreshes that have had a turn come first. */
  readonly returning: Line;
  readonly starting: Line;
}

/** What limits the refreshes of this process. */
export interface TurnLimit {
  /** Refreshes with the same key wait for each other. Usually, it is the origin of the token endpoint. */
  readonly queueKey: unknown;
  /** How many refreshes may run at the same time. */
  readonly concurrency: number;
}

/**
 * Waits until a refresh may begin. If the tokens of thousands of accounts expire together and all are refreshed
 * at once, the token endpoint is too slow for them: callers give up, their requests are carried out all the
 * same, and nobody receives the responses.
 *
 * @param isReturning whether this refresh has already had a turn. Then it goes before those that have not: for
 *   example, another process had the claim, and now the new tokens are in the store
 * @returns a function that ends the turn; `undefined` if the deadline has passed before it began
 */
export async function takeTurn(
  { queueKey, concurrency }: TurnLimit,
  deadline: Deadline,
  isReturning = false,
): Promise<(() => void) | undefined> {
  // In Cloudflare Workers, a turn would not end if its request ends, and could not be passed to another request.
  if (isWorkBoundToRequest()) return () => {};
  const queues = processWide("refresh-queues", () => new Map<unknown, Queue>());
  const queue = queues.get(queueKey) ?? {
    running: 0,
    returning: emptyLine(),
    starting: emptyLine(),
  };
  queues.set(queueKey, queue);
  const line = isReturning ? queue.returning : queue.starting;
  if (queue.running < concurrency) queue.running++;
  else if (!(await isPassed(line, deadline))) return undefined;
  return () => {
    const isTaken = passTurn(queue.returning) || passTurn(queue.starting);
    if (!isTaken && --queue.running === 0) queues.delete(queueKey);
  };
}

function emptyLine(): Line {
  return { first: undefined, last: undefined };
}

/** Waits until another refresh passes its turn on. */
function isPassed(line: Line, { signal, endsAt }: Deadline): Promise<boolean> {
  return new Promise((resolve) => {
    const giveUp = () => {
      waiter.isGone = true;
      resolve(false);
    };
    const start = () => {
      signal.removeEventListener("abort", giveUp);
      resolve(true);
    };
    const waiter: Waiter = { start, endsAt, isGone: false, next: undefined };
    if (line.last) line.last.next = waiter;
    else line.first = waiter;
    line.last = waiter;
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp);
  });
}

/** @returns whether a refresh was waiting */
function passTurn(line: Line): boolean {
  for (;;) {
    const waiter = line.first;
    if (!waiter) return false;
    line.first = waiter.next;
    if (!line.first) line.last = undefined;
    // When many deadlines pass together, a turn must not start the work of each of them before its timer fires.
    if (waiter.isGone || performance.now() >= waiter.endsAt) continue;
    waiter.start();
    return true;
  }
}

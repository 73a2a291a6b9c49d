import { isWorkBoundToRequest } from "../time/index.ts";
import { processWide } from "../values/index.ts";

/** A refresh that waits for its turn. */
interface Waiter {
  readonly start: () => void;
  isGone: boolean;
  next: Waiter | undefined;
}

/** The refreshes at one token endpoint: those that run, and those that wait, in the order in which they came. */
interface Queue {
  running: number;
  first: Waiter | undefined;
  last: Waiter | undefined;
}

/** What limits the refreshes of this process. */
export interface TurnLimit {
  /** The token endpoint's origin or, if it is not known, the refresh function. */
  readonly endpoint: unknown;
  /** How many refreshes may run at the same time. */
  readonly concurrency: number;
}

/**
 * Waits until a refresh may begin. If the tokens of thousands of accounts expire together and all are refreshed
 * at once, the token endpoint is too slow for them: callers give up, their requests are carried out all the
 * same, and nobody receives the responses.
 *
 * @returns a function that ends the turn; `undefined` if the signal has aborted before it began
 */
export async function takeTurn(
  { endpoint, concurrency }: TurnLimit,
  signal: AbortSignal,
): Promise<(() => void) | undefined> {
  // In Cloudflare Workers, a turn would not end if its request ends, and could not be passed to another request.
  if (isWorkBoundToRequest()) return () => {};
  const queues = processWide("refresh-queues", () => new Map<unknown, Queue>());
  const queue = queues.get(endpoint) ?? { running: 0, first: undefined, last: undefined };
  queues.set(endpoint, queue);
  if (queue.running < concurrency) queue.running++;
  else if (!(await isPassed(queue, signal))) return undefined;
  return () => {
    if (!passTurn(queue) && --queue.running === 0) queues.delete(endpoint);
  };
}

/** Waits until another refresh passes its turn on. */
function isPassed(queue: Queue, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const giveUp = () => {
      waiter.isGone = true;
      resolve(false);
    };
    const start = () => {
      signal.removeEventListener("abort", giveUp);
      resolve(true);
    };
    const waiter: Waiter = { start, isGone: false, next: undefined };
    if (queue.last) queue.last.next = waiter;
    else queue.first = waiter;
    queue.last = waiter;
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp);
  });
}

/** @returns whether a refresh was waiting */
function passTurn(queue: Queue): boolean {
  for (;;) {
    const waiter = queue.first;
    if (!waiter) return false;
    queue.first = waiter.next;
    if (!queue.first) queue.last = undefined;
    if (waiter.isGone) continue;
    waiter.start();
    return true;
  }
}

import { processWide } from "@refresh-once/core/store";
import type { PostgresPool } from "./pool.ts";
import { Subscription } from "./subscription.ts";

const listeners = processWide(
  "postgres/commit-listeners",
  () => new WeakMap<PostgresPool, CommitListener>(),
);

/** Returns the listener of a pool. All stores of a pool share it, so they use one connection. */
export function commitListenerOf(pool: PostgresPool): CommitListener {
  const known = listeners.get(pool) ?? new CommitListener(pool);
  listeners.set(pool, known);
  return known;
}

/**
 * Listens for commits on one connection of a pool. It takes the connection when the first caller subscribes
 * and returns it when the last one unsubscribes. Its failures are ignored, because waiting processes also
 * poll the store.
 */
export class CommitListener {
  readonly #pool: PostgresPool;
  /** The callbacks of each topic that somebody waits for. */
  readonly #callbacks = new Map<string, Set<() => void>>();
  #subscription: Subscription | undefined;
  #isAdjusting = false;

  constructor(pool: PostgresPool) {
    this.#pool = pool;
    // Without a listener, the pool's event for a broken unused connection would end the process.
    pool.on?.("error", () => {});
  }

  /**
   * Calls `changed` at each notification for this topic.
   *
   * @returns a function that unsubscribes
   */
  subscribe(topic: string, changed: () => void): () => void {
    const callback = () => changed();
    const callbacks = this.#callbacks.get(topic) ?? new Set();
    this.#callbacks.set(topic, callbacks.add(callback));
    this.adjust();
    return () => {
      callbacks.delete(callback);
      if (callbacks.size === 0 && this.#callbacks.get(topic) === callbacks)
        this.#callbacks.delete(topic);
      this.adjust();
    };
  }

  /**
   * Takes a connection if there are subscribers and the pool can spare one, and returns it otherwise. Runs
   * in the background.
   */
  adjust(): void {
    this.#adjust();
  }

  /** Never rejects. */
  async #adjust(): Promise<void> {
    if (this.#isAdjusting) return;
    this.#isAdjusting = true;
    try {
      while (this.#isWanted() !== (this.#subscription !== undefined)) {
        await (this.#subscription ? this.#end(this.#subscription) : this.#begin());
      }
    } catch {
      // The next subscriber or statement tries again.
    } finally {
      this.#isAdjusting = false;
    }
  }

  #isWanted(): boolean {
    if (this.#callbacks.size === 0) return false;
    const { options, totalCount = 0, idleCount = 0, waitingCount = 0 } = this.#pool;
    const free = (options?.max ?? Number.POSITIVE_INFINITY) - totalCount + idleCount;
    // Always leave one free connection for statements.
    return waitingCount === 0 && free >= (this.#subscription ? 1 : 2);
  }

  async #begin(): Promise<void> {
    let isLost = false;
    const subscription = await Subscription.begin(this.#pool, {
      changed: (topic) => this.#wake(topic),
      lost: () => {
        isLost = true;
        this.#subscription = undefined;
        this.#wake();
        this.adjust();
      },
    });
    if (isLost) return;
    this.#subscription = subscription;
    // Wake all subscribers, because commits before this point were not notified.
    this.#wake();
  }

  async #end(subscription: Subscription): Promise<void> {
    this.#subscription = undefined;
    await subscription.end();
  }

  /** Calls the subscribers of a topic. Without a topic, calls all, because they may have missed a commit. */
  #wake(topic?: string): void {
    const topics = topic === undefined ? [...this.#callbacks.keys()] : [topic];
    for (const each of topics) this.#wakeAll(this.#callbacks.get(each));
  }

  #wakeAll(callbacks: Set<() => void> | undefined): void {
    for (const callback of [...(callbacks ?? [])]) {
      // An earlier callback of this loop may have unsubscribed this one.
      if (callbacks?.has(callback)) callback();
    }
  }
}

import { processWide } from "@refresh-once/core/store";
import { Hearing } from "./hearing.ts";
import type { PostgresPool } from "./pool.ts";

const listenings = processWide("postgres/listenings", () => new WeakMap<PostgresPool, Listening>());

/** One for each pool: however many stores wait, they take one connection. */
export function listeningOn(pool: PostgresPool): Listening {
  const known = listenings.get(pool) ?? new Listening(pool);
  listenings.set(pool, known);
  return known;
}

/**
 * Hears of commits on one connection of a pool, which is taken with the first listener and given back
 * with the last. What fails here is nobody's failure: who waits looks from time to time all the same.
 */
export class Listening {
  readonly #pool: PostgresPool;
  /** With the topic of each. */
  readonly #listeners = new Map<() => void, string>();
  #hearing: Hearing | undefined;
  #isSettling = false;

  constructor(pool: PostgresPool) {
    this.#pool = pool;
  }

  /** @returns what ends it */
  add(topic: string, changed: () => void): () => void {
    const listener = () => changed();
    this.#listeners.set(listener, topic);
    this.#settle();
    return () => {
      this.#listeners.delete(listener);
      this.#settle();
    };
  }

  /** Gives the connection back where somebody would have to wait for it, and takes it when nobody has. */
  adjust(): void {
    this.#settle();
  }

  /** Takes the connection or gives it back, until that is as it should be; never rejects. */
  async #settle(): Promise<void> {
    if (this.#isSettling) return;
    this.#isSettling = true;
    try {
      while (this.#isWanted() !== (this.#hearing !== undefined)) {
        await (this.#hearing ? this.#giveBack(this.#hearing) : this.#take());
      }
    } catch {
      // The next listener tries again.
    } finally {
      this.#isSettling = false;
    }
  }

  #isWanted(): boolean {
    if (this.#listeners.size === 0) return false;
    const { options, totalCount = 0, idleCount = 0, waitingCount = 0 } = this.#pool;
    const free = (options?.max ?? Number.POSITIVE_INFINITY) - totalCount + idleCount;
    // The last free one is for the statements.
    return waitingCount === 0 && free >= (this.#hearing ? 1 : 2);
  }

  async #take(): Promise<void> {
    let isLost = false;
    const hearing = await Hearing.begin(this.#pool, {
      changed: (topic) => this.#wake(topic),
      lost: () => {
        isLost = true;
        this.#hearing = undefined;
        this.#wake();
        this.#settle();
      },
    });
    if (isLost) return;
    this.#hearing = hearing;
    // Of what was committed before this, nobody has heard.
    this.#wake();
  }

  async #giveBack(hearing: Hearing): Promise<void> {
    this.#hearing = undefined;
    await hearing.end();
  }

  /** All of them where there is no topic: they may have missed something. */
  #wake(topic?: string): void {
    for (const [listener, own] of [...this.#listeners]) {
      const isMeant = topic === undefined || topic === own;
      // One that came before may have ended it.
      if (isMeant && this.#listeners.has(listener)) listener();
    }
  }
}

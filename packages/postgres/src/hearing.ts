import type { PostgresClient, PostgresNotification, PostgresPool } from "./pool.ts";
import { channel } from "./statements.ts";

/** What becomes of a connection that listens. */
export interface HearingEvents {
  readonly changed: (topic: string) => void;
  /** It is broken, and closed. */
  readonly lost: () => void;
}

/** A connection that was taken out of a pool to listen. */
export class Hearing {
  readonly #client: PostgresClient;
  readonly #events: HearingEvents;
  #isOver = false;

  private constructor(client: PostgresClient, events: HearingEvents) {
    this.#client = client;
    this.#events = events;
    client.on("error", this.#fail);
    client.on("notification", this.#hear);
  }

  /** @throws what pg throws; the connection is closed then */
  static async begin(pool: PostgresPool, events: HearingEvents): Promise<Hearing> {
    const hearing = new Hearing(await pool.connect(), events);
    await hearing.#run(`LISTEN ${channel}`);
    return hearing;
  }

  /** Gives the connection back as it was. */
  async end(): Promise<void> {
    await this.#run(`UNLISTEN ${channel}`);
    if (this.#isOver) return;
    this.#isOver = true;
    this.#client.release();
    // Not sooner: an error that nobody listens for would end the process.
    this.#client.removeListener("error", this.#fail);
    this.#client.removeListener("notification", this.#hear);
  }

  async #run(sql: string): Promise<void> {
    try {
      await this.#client.query(sql);
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  readonly #hear = ({ channel: on, payload }: PostgresNotification): void => {
    if (on === channel && payload !== undefined) this.#events.changed(payload);
  };

  readonly #fail = (): void => {
    if (this.#close()) this.#events.lost();
  };

  #close(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#client.release(true);
    return true;
  }
}

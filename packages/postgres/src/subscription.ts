import type { PostgresClient, PostgresNotification, PostgresPool } from "./pool.ts";
import { channel } from "./statements.ts";

/** Callbacks of a {@link Subscription}. */
export interface SubscriptionEvents {
  /** A notification has arrived. */
  readonly changed: (topic: string) => void;
  /** The connection broke, and was closed. */
  readonly lost: () => void;
}

/** Receives notifications on a connection that it takes out of the pool. */
export class Subscription {
  readonly #client: PostgresClient;
  readonly #events: SubscriptionEvents;
  #hasEnded = false;

  private constructor(client: PostgresClient, events: SubscriptionEvents) {
    this.#client = client;
    this.#events = events;
    client.on("error", this.#fail);
    client.on("notification", this.#receive);
  }

  /**
   * Takes a connection and starts to listen.
   *
   * @throws the error of pg, after the connection was closed
   */
  static async begin(pool: PostgresPool, events: SubscriptionEvents): Promise<Subscription> {
    const subscription = await Subscription.#on(pool, events);
    await subscription.#run(`LISTEN ${channel}`);
    return subscription;
  }

  /** Adds the listeners as soon as the pool hands out the connection, before it can have an error. */
  static #on(pool: PostgresPool, events: SubscriptionEvents): Promise<Subscription> {
    return new Promise((resolve, reject) => {
      pool.connect((error, client) => {
        if (client) resolve(new Subscription(client, events));
        else reject(error);
      });
    });
  }

  /** Stops listening and returns the connection to the pool. */
  async end(): Promise<void> {
    await this.#run(`UNLISTEN ${channel}`);
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#client.release();
    // Remove the listeners last: an `error` event without a listener would end the process.
    this.#client.removeListener("error", this.#fail);
    this.#client.removeListener("notification", this.#receive);
  }

  async #run(sql: string): Promise<void> {
    try {
      await this.#client.query(sql);
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  readonly #receive = ({ channel: on, payload }: PostgresNotification): void => {
    if (on === channel && payload !== undefined) this.#events.changed(payload);
  };

  readonly #fail = (): void => {
    if (this.#close()) this.#events.lost();
  };

  #close(): boolean {
    if (this.#hasEnded) return false;
    this.#hasEnded = true;
    this.#client.release(true);
    return true;
  }
}

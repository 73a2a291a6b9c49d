import { damagedRecord } from "@refresh-once/core/store";
import { isNodeRedis, type RedisStoreClient } from "./client.ts";
import { shownError } from "./redis-error.ts";
import { fieldsOf, textsOf } from "./reply.ts";

/** The key of one account, and the commands on it, the same for both libraries. */
export class AccountKey {
  /** Told of the commits. */
  readonly channel: string;
  /** For errors. */
  readonly place: string;
  readonly #client: RedisStoreClient;
  readonly #key: string;

  constructor(client: RedisStoreClient, key: string) {
    this.#client = client;
    this.#key = key;
    this.channel = `refresh-once:${key}`;
    this.place = `The key ${key} in Redis`;
  }

  /** All fields; none where there is no key. */
  fields(): Promise<Map<string, string>> {
    const client = this.#client;
    const key = this.#key;
    return this.#shown(async () =>
      fieldsOf(await (isNodeRedis(client) ? client.hGetAll(key) : client.hgetall(key))),
    );
  }

  /**
   * Runs a script.
   *
   * @throws {TokenError} `store_damaged` where it finds something that is not ours
   */
  run(script: string, ...args: string[]): Promise<string[]> {
    const client = this.#client;
    const key = this.#key;
    return this.#shown(async () => {
      const reply = textsOf(
        await (isNodeRedis(client)
          ? client.eval(script, { keys: [key], arguments: args })
          : client.eval(script, 1, key, ...args)),
      );
      if (reply[0] === "damaged") throw damagedRecord(this.place, "its fields do not fit together");
      return reply;
    });
  }

  async #shown<T>(operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (thrown) {
      throw shownError(thrown, this.place);
    }
  }
}

import { damagedRecord } from "@refresh-once/core/store";
import { isNodeRedis, type RedisStoreClient } from "./client.ts";
import { fieldsOf, textsOf } from "./reply.ts";
import { toSafeError } from "./safe-error.ts";

/** Sends the commands on one account's key, in the same way through either client library. */
export class AccountKey {
  /** The pub/sub channel on which commits of this account are published. */
  readonly channel: string;
  /** Names the key in error messages. */
  readonly place: string;
  readonly #client: RedisStoreClient;
  readonly #key: string;

  constructor(client: RedisStoreClient, key: string) {
    this.#client = client;
    this.#key = key;
    this.channel = `refresh-once:${key}`;
    this.place = `The key ${key} in Redis`;
  }

  /** Reads all fields of the hash; empty if the key does not exist. */
  fields(): Promise<Map<string, string>> {
    const client = this.#client;
    const key = this.#key;
    return this.#withSafeErrors(async () =>
      fieldsOf(await (isNodeRedis(client) ? client.hGetAll(key) : client.hgetall(key))),
    );
  }

  /**
   * Runs a script on the key.
   *
   * @throws {TokenError} `store_damaged` if the key does not hold a record of this library
   */
  run(script: string, ...args: string[]): Promise<string[]> {
    const client = this.#client;
    const key = this.#key;
    return this.#withSafeErrors(async () => {
      const reply = textsOf(
        await (isNodeRedis(client)
          ? client.eval(script, { keys: [key], arguments: args })
          : client.eval(script, 1, key, ...args)),
      );
      if (reply[0] === "damaged") throw damagedRecord(this.place, "its fields do not fit together");
      return reply;
    });
  }

  async #withSafeErrors<T>(operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (thrown) {
      throw toSafeError(thrown, this.place);
    }
  }
}

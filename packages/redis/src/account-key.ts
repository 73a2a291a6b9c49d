import { damagedRecord, textOf } from "@refresh-once/core/store";
import { isNodeRedis, type RedisStoreClient } from "./client.ts";
import { fieldsOf, textsOf } from "./reply.ts";
import { toSafeError } from "./safe-error.ts";
import { type Step, script, sha1 } from "./script.ts";

/**
 * How the error of `EVALSHA` begins if nothing has run. The server does not have the script: it was started anew, has
 * taken over from another one, or was flushed. Or the user may not send this command, or the server does not have it.
 */
const isUnsent = /^(NOSCRIPT|(NOPERM|ERR unknown).*evalsha)/is;

/** Sends the commands on one account's key, in the same way through either client library. */
export class AccountKey {
  /** The pub/sub channel on which commits of this account are published. */
  readonly channel: string;
  /** Names the key in error messages. */
  readonly place: string;
  readonly #client: RedisStoreClient;
  readonly #key: string;
  #mayUseSha = true;

  constructor(client: RedisStoreClient, key: string) {
    this.#client = client;
    this.#key = key;
    this.channel = `refresh-once:${key}`;
    this.place = `The key ${key} in Redis`;
  }

  /** Where the records are, for tools. */
  get location() {
    return { kind: "redis", client: this.#client, key: this.#key };
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
   * Runs a step of the script on the key.
   *
   * @throws {TokenError} `store_damaged` if the key does not hold a record of this library
   */
  run(step: Step, ...args: string[]): Promise<string[]> {
    return this.#withSafeErrors(async () => {
      // The first argument is also for those who read a log of commands.
      const reply = textsOf(await this.#runScript([`refresh-once: ${step}`, ...args]));
      if (reply[0] === "damaged") throw damagedRecord(this.place, "its fields do not fit together");
      return reply;
    });
  }

  /**
   * Runs the script by its SHA-1, so that its text is sent only to a server that does not have it yet.
   *
   * @see {@link https://redis.io/docs/latest/commands/evalsha/ EVALSHA}
   */
  async #runScript(args: string[]): Promise<unknown> {
    try {
      return await this.#sendScript(args, this.#mayUseSha);
    } catch (thrown) {
      const unsent = isUnsent.exec(textOf(thrown, "message") ?? "");
      if (!unsent) throw thrown;
      if (unsent[2]) this.#mayUseSha = false;
    }
    return this.#sendScript(args, false);
  }

  #sendScript(args: string[], bySha: boolean): Promise<unknown> {
    const client = this.#client;
    const key = this.#key;
    if (isNodeRedis(client)) {
      const options = { keys: [key], arguments: args };
      return (bySha && client.evalSha?.(sha1, options)) || client.eval(script, options);
    }
    return (
      (bySha && client.evalsha?.(sha1, 1, key, ...args)) || client.eval(script, 1, key, ...args)
    );
  }

  async #withSafeErrors<T>(operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (thrown) {
      throw toSafeError(thrown, this.place);
    }
  }
}

import type { TokenStore } from "@refresh-once/core";
import {
  type Claim,
  checkOptions,
  type Lease,
  type TokenRecord,
  textRule,
  UnansweredClaims,
  wrongOption,
} from "@refresh-once/core/store";
import { AccountKey } from "./account-key.ts";
import { changeFeedOf } from "./change-feed.ts";
import { isRedisStoreClient, type RedisStoreClient } from "./client.ts";
import { RedisClaim } from "./redis-claim.ts";
import { claimScript } from "./scripts.ts";
import { recordAt, storedRecord } from "./stored-record.ts";

/** Where in Redis an account is kept. */
export interface RedisStoreOptions {
  /** The key of the hash, one for each account. In a cluster it needs no hash tag. */
  readonly key: string;
}

/**
 * Keeps the tokens of an account in a hash of Redis, for any number of processes and machines. Claim
 * and commit are single scripts, and leases are counted by the server's clock. The client is the
 * user's: connected, and closed, by whoever made it. While somebody waits, a duplicate of it listens
 * for commits, one for all stores of the client.
 *
 * @param client of `redis` (node-redis 6) or `ioredis` (6)
 * @throws {TypeError} when `client` is neither, or `key` is no text
 * @see {@link https://redis.io/docs/latest/commands/eval/ EVAL}
 */
export function redisStore(client: RedisStoreClient, options: RedisStoreOptions): TokenStore {
  if (!isRedisStoreClient(client)) {
    throw wrongOption("redisStore", "client", "a client of redis (node-redis) or ioredis");
  }
  const { key } = checkOptions("redisStore", options, { key: { ...textRule, isRequired: true } });
  return new RedisStore(client, key);
}

class RedisStore implements TokenStore {
  readonly #client: RedisStoreClient;
  readonly #account: AccountKey;
  readonly #unanswered = new UnansweredClaims();

  constructor(client: RedisStoreClient, key: string) {
    this.#client = client;
    this.#account = new AccountKey(client, key);
  }

  async read(): Promise<TokenRecord | undefined> {
    return storedRecord(await this.#account.fields(), this.#account.place);
  }

  async claim(revision: number, { duration }: Lease): Promise<Claim | undefined> {
    const lease = `${Math.ceil(duration)}`;
    const id = this.#unanswered.take(revision);
    const [outcome, startedAt, text] = await this.#account
      .run(claimScript, `${revision}`, lease, `${Date.now()}`, id)
      .catch((thrown: unknown) => {
        this.#unanswered.leave(revision, id);
        throw thrown;
      });
    if (outcome !== "won") return undefined;
    const abandoned = startedAt ? { revision, startedAt: Number(startedAt) } : undefined;
    const claim = new RedisClaim(this.#account, { id, revision, lease, abandoned });
    if (text) await this.#check(claim, revision, text);
    return claim;
  }

  subscribe(changed: () => void): () => void {
    return changeFeedOf(this.#client).listen(this.#account.channel, changed);
  }

  /** A commit would replace it: nothing that is not ours may be lost by that. */
  async #check(claim: Claim, revision: number, text: string): Promise<void> {
    try {
      recordAt(`${revision}`, text, this.#account.place);
    } catch (thrown) {
      await claim.release().catch(() => {});
      throw thrown;
    }
  }
}

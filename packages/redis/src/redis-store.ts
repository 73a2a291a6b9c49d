import type { TokenStore } from "@refresh-once/core";
import {
  type Claim,
  type ClaimHolder,
  checkOptions,
  keyRule,
  type Lease,
  type ReadClaim,
  storeLocation,
  type TokenRecord,
  UnansweredClaims,
  wrongOption,
} from "@refresh-once/core/store";
import { AccountKey } from "./account-key.ts";
import { type ChangeFeed, changeFeedOf } from "./change-feed.ts";
import { isNodeRedis4, isRedisStoreClient, type RedisStoreClient } from "./client.ts";
import { RedisClaim } from "./redis-claim.ts";
import { recordAt, storedRecord } from "./stored-record.ts";

/** Options of {@link redisStore}. */
export interface RedisStoreOptions {
  /** The key of the hash that holds the account's tokens, one for each account. It needs no hash tag. */
  readonly key: string;
}

/**
 * Keeps the tokens of one account in a Redis hash that any number of processes and machines can share.
 *
 * A claim and a commit are one Lua script each, so each is atomic, and leases run by the server's clock.
 * While a process waits for another one's refresh, a duplicate of the client listens for commits; all
 * stores of a client share it.
 *
 * @example
 * ```ts
 * import { createTokenManager } from "@refresh-once/core";
 * import { oroBank } from "@refresh-once/providers";
 * import { redisStore } from "@refresh-once/redis";
 * import { createClient } from "redis";
 *
 * const client = await createClient({ url: "redis://127.0.0.1:6379" }).connect();
 * const tokens = createTokenManager({
 *   refresh: oroBank(),
 *   store: redisStore(client, { key: "tokens:oro" }),
 * });
 * ```
 *
 * @param client A connected client of `redis` (node-redis 5.12 or 6) or `ioredis` (5.3 to 6). It stays yours:
 * close it when your program ends.
 * @throws {TypeError} If `client` is neither, or `key` is not a non-empty string without unpaired surrogates.
 * @see {@link https://redis.io/docs/latest/commands/eval/ EVAL}: scripts are atomic
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14 RFC 9700 §4.14}: why a refresh token
 * must not be sent twice
 */
export function redisStore(client: RedisStoreClient, options: RedisStoreOptions): TokenStore {
  if (!isRedisStoreClient(client)) {
    throw wrongOption("redisStore", "client", "a client of redis (node-redis) or ioredis");
  }
  if (isNodeRedis4(client)) {
    throw wrongOption(
      "redisStore",
      "client",
      "a client of node-redis 5.12 or 6: install redis@6, not redis@4",
    );
  }
  const { key } = checkOptions("redisStore", options, { key: { ...keyRule, isRequired: true } });
  return new RedisStore(client, key);
}

class RedisStore implements TokenStore {
  readonly #feed: ChangeFeed;
  readonly #account: AccountKey;
  readonly #unanswered = new UnansweredClaims();

  constructor(client: RedisStoreClient, key: string) {
    this.#feed = changeFeedOf(client);
    this.#account = new AccountKey(client, key);
  }

  get [storeLocation]() {
    return this.#account.location;
  }

  async read(): Promise<TokenRecord | undefined> {
    return storedRecord(await this.#account.fields(), this.#account.place);
  }

  async claim(revision: number, lease: Lease): Promise<Claim | undefined> {
    return (await this.readAndClaim(revision, lease)).claim;
  }

  async readAndClaim(revision: number, { duration }: Lease): Promise<ReadClaim> {
    const lease = `${Math.ceil(duration)}`;
    const uuid = this.#unanswered.take(revision);
    const id = `${uuid}/${lease}`;
    const [outcome, startedAt, stored = "0", text] = await this.#account
      .run("claim", `${revision}`, lease, `${Date.now()}`, id)
      .catch((thrown: unknown) => {
        this.#unanswered.leave(revision, uuid);
        throw thrown;
      });
    const record = () => (text ? recordAt(stored, text, this.#account.place) : undefined);
    if (outcome !== "won") return { record: record() };
    const abandoned = startedAt ? { revision, startedAt: Number(startedAt) } : undefined;
    const claim = new RedisClaim(this.#account, { id, revision, lease, abandoned });
    try {
      return { record: record(), claim };
    } catch (thrown) {
      // A commit would overwrite the foreign record, and the refresh token would be spent by then.
      await claim.release().catch(() => {});
      throw thrown;
    }
  }

  subscribe(changed: () => void): () => void {
    return this.#feed.listen(this.#account.channel, changed);
  }

  async claimHolder(): Promise<ClaimHolder | undefined> {
    const [outcome, id = "", startedAt, left] = await this.#account.run("holder");
    if (outcome !== "claimed") return undefined;
    return {
      description: `a process with the claim id ${id.slice(0, 8)}`,
      ...(startedAt && { startedAt: Number(startedAt) }),
      leaseEndsAt: Date.now() + Number(left),
    };
  }
}

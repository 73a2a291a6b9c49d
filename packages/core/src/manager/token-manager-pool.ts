import { TokenError } from "../errors/index.ts";
import type { TokenStore } from "../store/index.ts";
import { SignalWaiters } from "../time/index.ts";
import { checkOptions, countRule, isFunction, wrongOption } from "../values/index.ts";
import { Manager } from "./manager.ts";
import { resolveOptions, type TokenManagerOptions } from "./options.ts";
import type { TokenManager } from "./token-manager.ts";
import { type Used, UseOrder } from "./use-order.ts";

/** Options of one account of a pool. */
export interface PooledOptions extends TokenManagerOptions {
  /** Where the tokens of this account are kept, whether or not its manager is in memory. */
  readonly store: TokenStore;
}

/** Options of {@link createTokenManagerPool}. */
export interface TokenManagerPoolOptions {
  /**
   * How many managers are kept. Beyond that, the pool removes the least recently used one that is idle;
   * its tokens stay in its store. Default: 10 000.
   */
  readonly max?: number;
}

/** The token managers of many accounts. {@link createTokenManagerPool} creates it. */
export interface TokenManagerPool extends AsyncDisposable {
  /** How many managers are in memory now. */
  readonly size: number;
  /**
   * Returns the manager of an account: the one in memory, or a new one.
   * @throws {TypeError} that names the first wrong option
   * @throws {TokenError} `disposed` after {@link close}
   */
  get(account: string): TokenManager;
  /**
   * Closes all managers; see {@link TokenManager.close}. If some of them fail, the others are closed all
   * the same.
   *
   * @throws {TokenError} the first failure
   */
  close(): Promise<void>;
  /** The same as {@link close}, for `await using`. */
  [Symbol.asyncDispose](): PromiseLike<void>;
}

/**
 * Creates a bounded pool of token managers, one for each account that is asked for.
 *
 * @param optionsOf returns the options of an account's manager, when that is created
 * @throws {TypeError} that names the first wrong option
 * @example
 * ```ts
 * import { createTokenManagerPool } from "@refresh-once/core";
 * import { oroBank } from "@refresh-once/providers";
 * import { redisStore } from "@refresh-once/redis";
 * import { createClient } from "redis";
 *
 * const client = await createClient({ url: "redis://127.0.0.1:6379" }).connect();
 * const pool = createTokenManagerPool((account) => ({
 *   refresh: oroBank(),
 *   store: redisStore(client, { key: `tokens:${account}` }),
 * }));
 * const { accessToken } = await pool.get("customer-42").get();
 * ```
 */
export function createTokenManagerPool(
  optionsOf: (account: string) => PooledOptions,
  options: TokenManagerPoolOptions = {},
): TokenManagerPool {
  if (!isFunction(optionsOf)) {
    throw wrongOption(caller, "optionsOf", "a function that returns the options of an account");
  }
  const { max = 10_000 } = checkOptions(caller, options, { max: countRule });
  return new Pool(optionsOf, max);
}

const caller = "createTokenManagerPool";

/** A manager in memory. */
interface Pooled {
  readonly account: string;
  readonly manager: Manager;
}

/** How many managers in use one call passes over in search of an idle one. */
const longestSearch = 8;

class Pool implements TokenManagerPool {
  readonly #optionsOf: (account: string) => PooledOptions;
  readonly #max: number;
  readonly #managers = new Map<string, Used<Pooled>>();
  readonly #order = new UseOrder<Pooled>();
  readonly #signals = new SignalWaiters();
  #closing: Promise<void> | undefined;

  constructor(optionsOf: (account: string) => PooledOptions, max: number) {
    this.#optionsOf = optionsOf;
    this.#max = max;
  }

  get size(): number {
    return this.#managers.size;
  }

  get(account: string): TokenManager {
    if (this.#closing) throw new TokenError("disposed", "This pool was closed.", { account });
    const known = this.#managers.get(account);
    if (known) this.#order.use(known);
    const entry = known ?? this.#add(account);
    this.#evict(entry);
    return entry.value.manager;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const managers = [...this.#managers.values()];
    this.#managers.clear();
    const closed = await Promise.allSettled(managers.map(({ value }) => value.manager.close()));
    for (const one of closed) if (one.status === "rejected") throw one.reason;
  }

  #add(account: string): Used<Pooled> {
    const entry = this.#order.add({ account, manager: this.#create(account) });
    this.#managers.set(account, entry);
    return entry;
  }

  #create(account: string): Manager {
    const options = this.#optionsOf(account);
    // With the default store, the tokens of a manager that the pool removes would be lost.
    if (!options?.store) {
      throw wrongOption(caller, "store", "a token store of the account, such as fileStore(path)");
    }
    const named = { ...(account && { name: account }), ...options };
    const resolved = resolveOptions(caller, named);
    // If each account has a refresh function of its own, the pool is what the accounts have in common.
    const queueKey = resolved.endpoint ?? this;
    return new Manager({ ...resolved, queueKey }, this.#signals);
  }

  /**
   * Removes only idle managers: others may have tokens that are not stored yet. They count as used now, so that no
   * call passes over them again and again.
   */
  #evict(current: Used<Pooled>): void {
    for (let passed = 0; this.size > this.#max && passed < longestSearch; ) {
      const { first } = this.#order;
      if (!first || first === current) return;
      if (first.value.manager.isIdle) {
        this.#order.remove(first);
        this.#managers.delete(first.value.account);
      } else {
        this.#order.use(first);
        passed++;
      }
    }
  }
}

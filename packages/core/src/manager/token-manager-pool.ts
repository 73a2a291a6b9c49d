import { TokenError } from "../errors/index.ts";
import type { TokenStore } from "../store/index.ts";
import { SignalWaiters } from "../time/index.ts";
import { Manager } from "./manager.ts";
import { resolveOptions, type TokenManagerOptions } from "./options.ts";
import type { TokenManager } from "./token-manager.ts";

/** Options of one account of a pool. */
export interface PooledOptions extends TokenManagerOptions {
  /** Where this account's tokens live, whether or not its manager is in memory. */
  readonly store: TokenStore;
}

/** Options of {@link createTokenManagerPool}. */
export interface TokenManagerPoolOptions {
  /**
   * How many managers are kept. Beyond, the least recently used one is let go: its tokens are in its
   * store. More are kept only while they are at work. Default: 10 000.
   */
  readonly max?: number;
}

/** The managers of many accounts. Made by {@link createTokenManagerPool}. */
export interface TokenManagerPool extends AsyncDisposable {
  /** How many managers are kept at present. */
  readonly size: number;
  /**
   * The manager of an account: the one that is kept, else a new one.
   * @throws {TypeError} that names the first wrong option
   * @throws {TokenError} `disposed` after {@link close}
   */
  get(account: string): TokenManager;
  /**
   * Closes all managers; see {@link TokenManager.close}. Each of them is given its time, whatever
   * becomes of the others.
   * @throws {TokenError} the first failure
   */
  close(): Promise<void>;
  /** The same as {@link close}, for `await using`. */
  [Symbol.asyncDispose](): PromiseLike<void>;
}

/**
 * Makes a bounded pool of token managers, one for each account that is asked for.
 *
 * @param optionsOf gives the options of an account's manager, when it is made
 * @throws {TypeError} that names the first wrong option
 */
export function createTokenManagerPool(
  optionsOf: (account: string) => PooledOptions,
  options: TokenManagerPoolOptions = {},
): TokenManagerPool {
  const { max = 10_000 } = options;
  if (typeof optionsOf !== "function") {
    throw new TypeError("createTokenManagerPool: the options of an account must be a function");
  }
  if (!(Number.isInteger(max) && max > 0)) {
    throw new TypeError('createTokenManagerPool: "max" must be a positive integer');
  }
  return new Pool(optionsOf, max);
}

class Pool implements TokenManagerPool {
  readonly #optionsOf: (account: string) => PooledOptions;
  readonly #max: number;
  /** The least recently used one first. */
  readonly #managers = new Map<string, Manager>();
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
    const manager = this.#managers.get(account) ?? this.#create(account);
    this.#managers.delete(account);
    this.#letGo();
    this.#managers.set(account, manager);
    return manager;
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
    const closed = await Promise.allSettled(managers.map((manager) => manager.close()));
    for (const one of closed) if (one.status === "rejected") throw one.reason;
  }

  #create(account: string): Manager {
    const options = this.#optionsOf(account);
    // A default would forget the tokens of a manager that is let go.
    if (!options?.store) throw new TypeError('createTokenManagerPool: "store" must be given');
    const named = { ...(account && { name: account }), ...options };
    return new Manager(resolveOptions(named), this.#signals);
  }

  /** Not those at work: with one that holds tokens which no store has, they would be lost. */
  #letGo(): void {
    for (const [account, manager] of this.#managers) {
      if (this.#managers.size < this.#max) return;
      if (manager.isIdle) this.#managers.delete(account);
    }
  }
}

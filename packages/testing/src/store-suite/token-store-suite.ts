import type { TokenStore } from "@refresh-once/core";
import { abandonment } from "./abandonment.ts";
import { basics } from "./basics.ts";
import type { CaseGroup } from "./case-group.ts";
import { durability } from "./durability.ts";
import { exclusivity } from "./exclusivity.ts";
import { fencing } from "./fencing.ts";
import { heartbeat } from "./heartbeat.ts";
import { histories } from "./histories.ts";
import { journal } from "./journal.ts";
import { keys } from "./keys.ts";
import { leases } from "./leases.ts";
import { reading } from "./reading.ts";
import { subscriptions } from "./subscriptions.ts";
import { type SuiteSettings, TestedAccount } from "./tested-account.ts";
import { values } from "./values.ts";

/** One statement about a token store, to be given to any test runner. */
export interface TokenStoreCase {
  /** Unique in its suite; begins with its group: "claim exclusivity: one of 50 wins the claim …". */
  readonly name: string;
  /** Whether it calls `restart`: then no other case can run at the same time. */
  readonly restarts: boolean;
  /**
   * Settles in any case. It takes an account of its own, so that cases may run at once and again.
   * @throws an `AssertionError` that says what the store did; or what the store itself throws
   */
  run(): Promise<void>;
}

/** Options of {@link tokenStoreSuite}. */
export interface TokenStoreSuiteOptions {
  /**
   * How long the leases that are waited for last, in ms. Default: 300. A single call of the store is
   * given up after 40 times as long.
   */
  readonly lease?: number;
  /**
   * Brings down and up whatever is behind the stores, so that only what is durable is left.
   * Default: the stores are merely opened again.
   */
  readonly restart?: () => Promise<void>;
}

const groups: Readonly<Record<string, CaseGroup>> = {
  basics,
  "claim exclusivity": exclusivity,
  "commit fencing": fencing,
  histories,
  "abandoned claims": abandonment,
  journal,
  leases,
  heartbeat,
  durability,
  subscribe: subscriptions,
  values,
  keys,
  reading,
};

/**
 * What every `TokenStore` is held to, as cases for any test runner:
 * `for (const { name, run } of tokenStoreSuite(open)) test(name, run);`
 *
 * @param createStore opens the store of an account. Called again with the same key, it gives another
 * process's view of the same account: where that can be, over a connection of its own. Keys are random,
 * and some of them odd; all begin with `suite-` or a space.
 * @throws {TypeError} when an argument is none of these
 * @see `TokenStore` of `@refresh-once/core` for the contract
 */
export function tokenStoreSuite(
  createStore: (key: string) => TokenStore | Promise<TokenStore>,
  options: TokenStoreSuiteOptions = {},
): readonly TokenStoreCase[] {
  const settings = settingsOf(createStore, options);
  return Object.entries(groups).flatMap(([group, cases]) =>
    Object.entries(cases).map(([sentence, check]) => ({
      name: `${group}: ${sentence}`,
      restarts: group === "durability" && options.restart !== undefined,
      run: () => check(new TestedAccount(settings)),
    })),
  );
}

function settingsOf(
  createStore: SuiteSettings["createStore"],
  { lease = 300, restart = async () => {} }: TokenStoreSuiteOptions,
): SuiteSettings {
  if (typeof createStore !== "function") {
    throw new TypeError('tokenStoreSuite: "createStore" must be a function of a key');
  }
  if (!Number.isFinite(lease) || lease <= 0) {
    throw new TypeError('tokenStoreSuite: "lease" must be a positive number of milliseconds');
  }
  if (typeof restart !== "function") {
    throw new TypeError('tokenStoreSuite: "restart" must be a function');
  }
  return { createStore, restart, lease, patience: 40 * lease };
}

import type { TokenStore } from "@refresh-once/core";
import { abandonment } from "./abandonment.ts";
import { basics } from "./basics.ts";
import type { CaseGroup } from "./case-group.ts";
import { durability } from "./durability.ts";
import { exclusivity } from "./exclusivity.ts";
import { fencing } from "./fencing.ts";
import { heartbeat } from "./heartbeat.ts";
import { histories } from "./histories.ts";
import { holders } from "./holders.ts";
import { journal } from "./journal.ts";
import { keys } from "./keys.ts";
import { leases } from "./leases.ts";
import { oneStep } from "./one-step.ts";
import { reading } from "./reading.ts";
import { subscriptions } from "./subscriptions.ts";
import { type SuiteSettings, TestedAccount } from "./tested-account.ts";
import { values } from "./values.ts";

/** One test case of {@link tokenStoreSuite}: a statement about a token store. */
export interface TokenStoreCase {
  /** A unique name that begins with its group: "claim exclusivity: exactly one of 50 wins the claim …". */
  readonly name: string;
  /** The group, such as "claim exclusivity", by which a part of the suite can be chosen. */
  readonly group: string;
  /** Whether it calls `restart`. If so, do not run other cases at the same time. */
  readonly restarts: boolean;
  /**
   * Runs the case. It always settles. Each run uses a new account, so cases may run at the same time and
   * repeatedly.
   *
   * @throws {Error} An `AssertionError` that says what the store did wrong, or the store's own error.
   */
  run(): Promise<void>;
}

/** Options of {@link tokenStoreSuite}. */
export interface TokenStoreSuiteOptions {
  /**
   * The duration of leases that a case waits for, in ms. A single call of the store may take 40 times as
   * long. Default: 300.
   */
  readonly lease?: number;
  /**
   * Restarts the server behind the stores, so that only durable data is left. Default: the stores are only
   * opened again.
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
  "read and claim": oneStep,
  "claim holder": holders,
  durability,
  subscribe: subscriptions,
  values,
  keys,
  reading,
};

/**
 * Makes the test cases that every `TokenStore` must pass, for any test runner.
 *
 * @example
 * ```ts
 * import { tokenStoreSuite } from "@refresh-once/testing";
 * import type { TokenStore } from "@refresh-once/core";
 * import { test } from "vitest";
 *
 * declare function yourStore(options: { key: string }): TokenStore;
 *
 * for (const { name, run } of tokenStoreSuite((key) => yourStore({ key }))) test(name, run);
 * ```
 *
 * @param createStore Opens the store of an account. If it is called again with the same key, it opens the
 * same account as another process does, if possible over another connection. Keys are random, and some
 * contain unusual characters; all begin with `suite-` or a space.
 * @throws {TypeError} If an argument is wrong; the message names it.
 * @see `TokenStore` of `@refresh-once/core`: the contract that the cases check
 */
export function tokenStoreSuite(
  createStore: (key: string) => TokenStore | Promise<TokenStore>,
  options: TokenStoreSuiteOptions = {},
): readonly TokenStoreCase[] {
  const settings = settingsOf(createStore, options);
  return Object.entries(groups).flatMap(([group, cases]) =>
    Object.entries(cases).map(([sentence, check]) => ({
      name: `${group}: ${sentence}`,
      group,
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

import { describe, expect, test } from "vitest";
import { createTokenManagerPool, memoryStore, type TokenStore } from "../src/index.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

/** Accounts in memory, each with its own token endpoint. */
class Accounts {
  readonly endpoints = new Map<string, StrictEndpoint>();
  readonly stores = new Map<string, TokenStore>();

  readonly optionsOf = (account: string) => {
    const endpoint = this.endpoints.get(account) ?? new StrictEndpoint();
    const store = this.stores.get(account) ?? memoryStore();
    this.endpoints.set(account, endpoint);
    this.stores.set(account, store);
    return { refresh: endpoint.refresh, store, seed: { refreshToken: "r0" } };
  };

  spent(): number {
    return [...this.endpoints.values()].reduce((sum, { received }) => sum + received.length, 0);
  }
}

const names = (many: number) => Array.from({ length: many }, (_, index) => `account ${index}`);

/** How many accounts a pool has at the same time. */
const many = process.env.TESTS === "full" ? 10_000 : 2_000;

describe("a pool of token managers", () => {
  test("refreshes thousands of accounts at the same time, if `concurrency` allows it", async () => {
    const accounts = new Accounts();
    const all = gate();
    let underway = 0;
    const pool = createTokenManagerPool((account) => {
      const options = accounts.optionsOf(account);
      accounts.endpoints.get(account)?.next(() => {
        underway++;
        if (underway === many) all.open();
        return all.passed;
      });
      // For so many accounts, a slow machine needs longer than the default.
      return { ...options, refreshDeadline: 600_000, concurrency: many };
    });
    await Promise.all(names(many).map((account) => pool.get(account).get()));
    expect(accounts.spent()).toBe(many);
    expect(pool.size).toBe(many);
  });

  test("returns the same manager for the same account", () => {
    const pool = createTokenManagerPool(new Accounts().optionsOf);
    expect(pool.get("a")).toBe(pool.get("a"));
    expect(pool.get("a")).not.toBe(pool.get("b"));
  });

  test("removes the least recently used manager, whose tokens are in its store", async () => {
    const accounts = new Accounts();
    const pool = createTokenManagerPool(accounts.optionsOf, { max: 2 });
    const [a, b] = [pool.get("a"), pool.get("b")];
    await Promise.all([a.get(), b.get()]);
    pool.get("b");
    expect(pool.get("a")).toBe(a);
    pool.get("c");
    expect(pool.size).toBe(2);
    expect(pool.get("a")).toBe(a);
    expect(pool.get("b")).not.toBe(b);
    expect((await pool.get("b").get()).accessToken).toBe("a1");
    expect(accounts.spent()).toBe(2);
  });

  test("P1: keeps a manager during a refresh, and removes it after that", async () => {
    const accounts = new Accounts();
    const pool = createTokenManagerPool(accounts.optionsOf, { max: 1 });
    const slow = gate();
    const busy = pool.get("busy");
    accounts.endpoints.get("busy")?.next(() => slow.passed);
    const got = busy.get();
    pool.get("other");
    expect(pool.get("busy")).toBe(busy);
    slow.open();
    await got;
    pool.get("third");
    expect(pool.size).toBe(1);
  });

  test("P2: keeps a manager whose tokens are not saved yet", async () => {
    const accounts = new Accounts();
    let full = true;
    const pool = createTokenManagerPool(
      (account) => {
        const options = accounts.optionsOf(account);
        const { claim } = options.store;
        options.store.claim = async (...of) => {
          const won = await claim(...of);
          const commit = (next: Parameters<NonNullable<typeof won>["commit"]>[0]) =>
            full ? Promise.reject(new Error("ENOSPC")) : (won?.commit(next) ?? false);
          return won && { ...won, commit: async (next) => commit(next) };
        };
        return options;
      },
      { max: 1 },
    );
    await expect(pool.get("a").get()).rejects.toMatchObject({ code: "not_persisted" });
    pool.get("b");
    full = false;
    expect((await pool.get("a").get()).accessToken).toBe("a1");
    expect(accounts.endpoints.get("a")?.received).toEqual(["r0"]);
  });

  test("closes all of its managers", async () => {
    const pool = createTokenManagerPool(new Accounts().optionsOf);
    const manager = pool.get("a");
    await pool[Symbol.asyncDispose]();
    await expect(manager.get()).rejects.toMatchObject({ code: "disposed" });
  });

  test.each([
    ["options", ["no function"]],
    ["max", [new Accounts().optionsOf, { max: 0 }]],
    ["store", [() => ({ refresh: new StrictEndpoint().refresh })]],
  ])("a wrong %s is a TypeError that names it", (name, of) => {
    const use = () => Reflect.apply(createTokenManagerPool, undefined, of).get("a");
    expect(use).toThrow(TypeError);
    expect(use).toThrow(name);
  });
});

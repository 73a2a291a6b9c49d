import { startTcpProxy, type TcpProxy } from "@refresh-once/servers";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";
import { failureOf, longLease, managerOf, record, storeExpired } from "./managers.ts";

const database = useDatabase();
let proxy: TcpProxy;
let pool: pg.Pool;
beforeAll(async () => {
  proxy = await startTcpProxy(database.server.port);
  const url = new URL(database.server.url);
  url.port = `${proxy.port}`;
  pool = database.pool({ connectionString: url.href });
});
afterAll(() => proxy[Symbol.asyncDispose]());

const fresh = () => {
  const key = crypto.randomUUID();
  return { key, store: postgresStore(pool, { key }), other: postgresStore(pool, { key }) };
};

/** Cuts the connection at the next such statement, and refuses new connections from then on. */
function goAway(text: string, when: "before" | "after"): void {
  proxy.cut(text, when).then(() => proxy.close());
}

describe.each(["before", "after"] as const)(
  "A connection that is cut %s the server has received",
  (when) => {
    test("P4: a claim causes no failure: the claim is won, and no abandoned claim is reported", async () => {
      const { store, other } = fresh();
      const cut = proxy.cut("refresh-once: claim", when);
      const claim = await store.claim(0, longLease);
      await cut;
      expect(claim).toBeDefined();
      expect(claim).not.toHaveProperty("abandoned");
      expect(await other.claim(0, longLease)).toBeUndefined();
      expect(await claim?.commit(record(1))).toBe(true);
    });

    test("P2: a commit causes no failure: the record is committed once", async () => {
      const { store, other } = fresh();
      const claim = await store.claim(0, longLease);
      const cut = proxy.cut("refresh-once: commit", when);
      expect(await claim?.commit(record(1))).toBe(true);
      await cut;
      expect(await other.read()).toEqual(record(1));
      expect(await other.claim(1, longLease)).not.toHaveProperty("abandoned");
    });

    test("a release causes no failure: the claim is released", async () => {
      const { store, other } = fresh();
      const claim = await store.claim(0, longLease);
      const cut = proxy.cut("refresh-once: release", when);
      await claim?.release();
      await cut;
      expect(await other.claim(0, longLease)).not.toHaveProperty("abandoned");
    });

    test("P1: a claim, and cannot be reopened, leaves no claim that nobody can use", async () => {
      const { store } = fresh();
      goAway("refresh-once: claim", when);
      expect(await failureOf(store.claim(0, longLease))).toBeInstanceOf(Error);
      proxy.open();
      const claims = await Promise.all([1, 2, 3].map(() => store.claim(0, longLease)));
      const won = claims.filter((claim) => claim !== undefined);
      expect(won).toHaveLength(1);
      expect(won[0]).not.toHaveProperty("abandoned");
    });

    test("P2: a commit, and cannot be reopened, does not prevent a retry of the commit", async () => {
      const { store, other } = fresh();
      const claim = await store.claim(0, longLease);
      goAway("refresh-once: commit", when);
      expect(await failureOf(claim?.commit(record(1)))).toBeInstanceOf(Error);
      proxy.open();
      expect(await claim?.commit(record(1))).toBe(true);
      expect(await other.read()).toEqual(record(1));
    });

    test.each(["read", "claim", "commit"])(
      "P1, P4: the %s of a refresh is not noticed by callers: they get the tokens of one refresh",
      async (statement) => {
        const { store } = fresh();
        await storeExpired(store);
        let refreshed = 0;
        const manager = managerOf(store, async () => {
          refreshed++;
          return { accessToken: "a2", refreshToken: "r2" };
        });
        const cut = proxy.cut(`refresh-once: ${statement}`, when);
        expect(await manager.get()).toMatchObject({ accessToken: "a2" });
        await cut;
        expect(refreshed).toBe(1);
        expect(await store.read()).toMatchObject({ revision: 2 });
      },
    );
  },
);

test("P1: a claim that takes over still reports the abandoned claim if its first reply is lost", async () => {
  const { store, other } = fresh();
  await other.claim(0, { duration: 0 });
  goAway("refresh-once: claim", "after");
  expect(await failureOf(store.claim(0, longLease))).toBeInstanceOf(Error);
  proxy.open();
  expect((await store.claim(0, longLease))?.abandoned).toMatchObject({ revision: 0 });
});

test("P3: a retried commit does not affect the claim of the next revision", async () => {
  const { store, other } = fresh();
  const claim = await store.claim(0, longLease);
  await claim?.commit(record(1));
  const next = await other.claim(1, longLease);
  expect(await claim?.commit(record(1))).toBe(true);
  expect(await claim?.commit({ ...record(1), obtainedAt: 2 })).toBe(false);
  expect(await store.claim(1, longLease)).toBeUndefined();
  await claim?.release();
  await claim?.release();
  expect(await store.claim(1, longLease)).toBeUndefined();
  expect(await next?.commit(record(2))).toBe(true);
  expect(await claim?.commit(record(1))).toBe(false);
});

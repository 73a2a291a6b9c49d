import type { TokenStore } from "@refresh-once/core";
import { hasRedis, startTcpProxy, type TcpProxy } from "@refresh-once/servers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type NodeRedisClient, redisStore } from "../src/index.ts";
import { type OpenClient, openNodeRedis, testedLibraries } from "./clients.ts";
import { lease, record, won } from "./record.ts";
import { loadScript, useRedis } from "./redis-of-tests.ts";

const moments = ["before", "after"] as const;

describe.skipIf(!hasRedis())("when the connection is cut", () => {
  const redis = useRedis();
  let proxy: TcpProxy;
  let key: string;
  beforeAll(async () => {
    proxy = await startTcpProxy(redis.server.port);
    // Otherwise, the first reply would only be that the server does not know the script.
    await loadScript(redis.admin);
  });
  afterAll(() => proxy[Symbol.asyncDispose]());
  beforeEach(() => {
    key = crypto.randomUUID();
  });

  /** The store of another process, whose connection is not cut. */
  const other = () => redisStore(redis.admin, { key });
  const url = () => `redis://127.0.0.1:${proxy.port}`;

  describe.each(testedLibraries)("of %s,", (_, open) => {
    describe.each(moments)("%s the server has received", (when) => {
      /** Retries once, as core does. */
      const twice = <T>(operation: () => Promise<T>) => operation().catch(operation);

      test("P1: a claim: the retry wins it, and no other process does", async () => {
        await using opened = await open(url());
        const store = redisStore(opened.client, { key });
        const cut = proxy.cut("refresh-once: claim", when);
        const claim = await won(twice(() => store.claim(0, lease)));
        await cut;
        expect(claim).not.toHaveProperty("abandoned");
        expect(await other().claim(0, lease)).toBeUndefined();
        expect(await claim.commit(record(1))).toBe(true);
      });

      test("P1: a claim that takes over: the retry still reports the abandoned claim", async () => {
        await using opened = await open(url());
        await other().claim(0, { duration: 0 });
        const startedAt = Number(await redis.admin.hGet(key, "started"));
        const store = redisStore(opened.client, { key });
        const cut = proxy.cut("refresh-once: claim", when);
        const claim = await won(twice(() => store.claim(0, lease)));
        await cut;
        expect(claim.abandoned).toEqual({ revision: 0, startedAt });
      });

      test("P2: a commit: the retry succeeds, and the record is committed once", async () => {
        await using opened = await open(url());
        const claim = await won(redisStore(opened.client, { key }).claim(0, lease));
        const cut = proxy.cut("refresh-once: commit", when);
        expect(await twice(() => claim.commit(record(1)))).toBe(true);
        await cut;
        expect(await other().read()).toEqual(record(1));
        expect(await other().claim(1, lease)).toBeDefined();
      });

      test("a release: the retry does not release the next claim", async () => {
        await using opened = await open(url());
        const claim = await won(redisStore(opened.client, { key }).claim(0, lease));
        const cut = proxy.cut("refresh-once: release", when);
        await twice(() => claim.release());
        await cut;
        expect(await other().claim(0, lease)).toBeDefined();
        await claim.release();
        expect(await other().claim(0, lease)).toBeUndefined();
      });
    });
  });

  describe("after the server has granted a claim", () => {
    let opened: OpenClient;
    let store: TokenStore;
    beforeEach(async () => {
      opened = await openNodeRedis(url());
      store = redisStore(opened.client, { key });
    });
    afterEach(() => opened[Symbol.asyncDispose]());

    /** Sends this many claims whose replies never arrive. */
    async function unanswered(count: number): Promise<void> {
      const cut = proxy.cut("refresh-once: claim", "after");
      const claims = Array.from({ length: count }, () => store.claim(0, lease));
      const outcomes = await Promise.allSettled(claims);
      await cut;
      expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
      expect(await redis.admin.hExists(key, "claim")).toBe(1);
    }

    test("P1: one of two concurrent callers wins it", async () => {
      await unanswered(1);
      const claims = await Promise.all([store.claim(0, lease), store.claim(0, lease)]);
      expect(claims.filter(Boolean)).toHaveLength(1);
    });

    test("P1: it is not won twice", async () => {
      await unanswered(1);
      await won(store.claim(0, lease));
      expect(await store.claim(0, lease)).toBeUndefined();
    });

    test("P1: it is found again, whichever of the interrupted claims the server granted", async () => {
      await unanswered(3);
      const claims = [0, 1, 2].map(() => store.claim(0, lease));
      expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
    });

    test("P1: it is found again if only the second of two claims reached the server", async () => {
      let sends = 0;
      const cutOff: NodeRedisClient = {
        hGetAll: (of) => redis.admin.hGetAll(of),
        async eval(script, options) {
          const nth = ++sends;
          const reply = nth > 1 && (await redis.admin.eval(script, options));
          if (nth <= 2) throw new Error("cut off");
          return reply;
        },
      };
      const losing = redisStore(cutOff, { key });
      await Promise.allSettled([losing.claim(0, lease), losing.claim(0, lease)]);
      expect(await other().claim(0, lease)).toBeUndefined();
      expect(await losing.claim(0, lease)).toBeDefined();
    });

    test("P1: it is not used for another revision", async () => {
      await unanswered(1);
      await redis.admin.hSet(key, "until", 0);
      await (await won(other().claim(0, lease))).commit(record(1));
      const claim = await won(other().claim(1, lease));
      expect(await store.claim(1, lease)).toBeUndefined();
      expect(await claim.commit(record(2))).toBe(true);
    });
  });
});

import { createTokenManager, isTokenError, type TokenSet } from "@refresh-once/core";
import type { TokenRecord } from "@refresh-once/core/store";
import {
  type DatabaseServer,
  hasRedis,
  type RedisSentinels,
  startRedisSentinels,
} from "@refresh-once/servers";
import { Redis } from "ioredis";
import { createClient, createSentinel } from "redis";
import { createSentinel as createSentinel5 } from "redis-5";
import { describe, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { type OpenClient, openNodeRedis } from "./clients.ts";
import { commitUpTo, record, won } from "./record.ts";
import { RotatingLogin } from "./rotating-login.ts";

const key = "tokens";

async function openNodeRedis6({ name, sentinels }: RedisSentinels): Promise<OpenClient> {
  const client = createSentinel({ name, sentinelRootNodes: [...sentinels] });
  await client.on("error", () => {}).connect();
  return { client, [Symbol.asyncDispose]: () => client.destroy() };
}

async function openNodeRedis5({ name, sentinels }: RedisSentinels): Promise<OpenClient> {
  const client = createSentinel5({ name, sentinelRootNodes: [...sentinels] });
  await client.on("error", () => {}).connect();
  return { client, [Symbol.asyncDispose]: () => client.destroy() };
}

async function openIoredis({ name, sentinels }: RedisSentinels): Promise<OpenClient> {
  const client = new Redis({ name, sentinels: [...sentinels] });
  client.on("error", () => {});
  await client.ping();
  return { client, [Symbol.asyncDispose]: async () => client.disconnect() };
}

/** How clients are opened, and whether their stores are told of commits. Others only poll. */
const libraries = [
  ["createSentinel() of node-redis 6", openNodeRedis6, true],
  ["createSentinel() of node-redis 5", openNodeRedis5, false],
  ["ioredis", openIoredis, true],
] as const;

type Library = (typeof libraries)[number][0];

/** The library with which a test runs; with `TESTS=full`, the test runs with each of them. */
function over(inShort: Library) {
  return libraries.filter(([name]) => process.env.TESTS === "full" || name === inShort);
}

/** Tries again until there are tokens, as a program does after each failure that needs no login. */
async function persistently(operation: () => Promise<TokenSet>): Promise<TokenSet> {
  for (;;) {
    try {
      return await operation();
    } catch (thrown) {
      if (!isTokenError(thrown) || thrown.kind === "terminal") throw thrown;
    }
  }
}

describe.skipIf(!hasRedis())("a failover by Sentinel", () => {
  test.each(over("createSentinel() of node-redis 6"))(
    "P1, P2: leaves two processes the tokens they had, and one at a time refreshes them (%s)",
    async (_, open) => {
      await using redis = await startRedisSentinels({ sentinels: 3, quorum: 2 });
      await using login = await RotatingLogin.start();
      await using first = await open(redis);
      await using second = await open(redis);
      const one = login.process(redisStore(first.client, { key }));
      const two = login.process(redisStore(second.client, { key }));
      const before = await one.get();
      expect(await two.get()).toEqual(before);
      await redis.replicated();
      await redis.failOver("sentinels");

      expect([await one.get(), await two.get()]).toEqual([before, before]);
      const renewals = [one, two].map((process) => persistently(() => process.renew(before)));
      const [after, adopted] = await Promise.all(renewals);
      expect(adopted).toEqual(after);
      expect(login.sent).toEqual({ tokenRequests: 2, reuses: 0 });
      expect((await storedIn(redis.replica))?.tokens?.accessToken).toBe(after?.accessToken);
    },
  );

  test.each(over("ioredis"))(
    "P3: to a replica that has missed the last commit: a process that has the newer tokens restores them (%s)",
    async (_, open) => {
      await using redis = await startRedisSentinels({ sentinels: 1, quorum: 1 });
      await using login = await RotatingLogin.start();
      await using first = await open(redis);
      await using second = await open(redis);
      const one = login.process(redisStore(first.client, { key }));
      const two = login.process(redisStore(second.client, { key }));
      const older = await one.get();
      expect(await two.get()).toEqual(older);
      await redis.replicated();
      await redis.stopReplication();
      const newer = await one.renew(older);
      await redis.failOver("operator");
      expect((await storedIn(redis.replica))?.tokens?.accessToken).toBe(older.accessToken);

      const after = await persistently(() => one.renew(newer));
      expect(await persistently(() => two.renew(older))).toEqual(after);
      expect(login.sent).toEqual({ tokenRequests: 3, reuses: 0 });
    },
  );

  test.each(over("createSentinel() of node-redis 5"))(
    "P1: leaves a claim to its holder, and a process that waits for it gets what is committed (%s)",
    async (_, open) => {
      await using redis = await startRedisSentinels({ sentinels: 1, quorum: 1 });
      await using first = await open(redis);
      await using second = await open(redis);
      const store = redisStore(first.client, { key });
      await commitUpTo(store, 1);
      const claim = await won(store.claim(1, { duration: 3_600_000 }));
      await using waiting = createTokenManager({
        store: redisStore(second.client, { key }),
        refresh: async () => {
          throw new Error("The other process has the claim");
        },
      });
      const { tokens = { accessToken: "" } } = record(1);
      const waited = persistently(() => waiting.renew(tokens));
      await redis.replicated();
      await redis.failOver("operator");

      await expect.poll(() => claim.commit(record(2)).catch(() => "is connecting")).toBe(true);
      expect((await waited).accessToken).toBe(record(2).tokens?.accessToken);
    },
  );
});

describe.skipIf(!hasRedis()).each(libraries.filter(([, , isTold]) => isTold))(
  "a subscription over %s",
  (_, open) => {
    test("receives the commits of the new primary after a failover by Sentinel", async () => {
      await using redis = await startRedisSentinels({ sentinels: 1, quorum: 1 });
      await using opened = await open(redis);
      const store = redisStore(opened.client, { key });
      let told = 0;
      const end = store.subscribe?.(() => told++);
      await expect.poll(() => numberOfSubscribers(redis.primary)).toBe(1);
      await redis.failOver("operator");
      await expect.poll(() => numberOfSubscribers(redis.replica)).toBe(1);
      await commitTo(redis.replica);
      await expect.poll(() => told).toBe(1);
      end?.();
    });
  },
);

async function storedIn(server: DatabaseServer): Promise<TokenRecord | undefined> {
  await using opened = await openNodeRedis(server.url);
  return await redisStore(opened.client, { key }).read();
}

async function commitTo(server: DatabaseServer): Promise<void> {
  await using opened = await openNodeRedis(server.url);
  await commitUpTo(redisStore(opened.client, { key }), 1);
}

async function numberOfSubscribers({ url }: DatabaseServer): Promise<number> {
  const client = await createClient({ url }).connect();
  const channel = `refresh-once:${key}`;
  const counts = await client.pubSubNumSub([channel]);
  client.destroy();
  return Number(counts[channel]);
}

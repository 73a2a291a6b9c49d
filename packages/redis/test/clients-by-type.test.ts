import { hasRedis } from "@refresh-once/servers";
import { Cluster, Redis } from "ioredis";
import { createClient, createClientPool, createCluster, createSentinel, RESP_TYPES } from "redis";
import { createClient as createClient4, createCluster as createCluster4 } from "redis-4";
import {
  createClient as createClient5,
  createClientPool as createClientPool5,
  createCluster as createCluster5,
  createSentinel as createSentinel5,
} from "redis-5";
import { describe, expect, test } from "vitest";
import { type RedisStoreClient, redisStore } from "../src/index.ts";
import { lease, record, won } from "./record.ts";
import { useRedis } from "./redis-of-tests.ts";

/** Clients of every kind. That this compiles shows that no user has to cast a client. None connects. */
const ofEveryKind: Record<string, () => RedisStoreClient> = {
  "createClient()": () => createClient(),
  "createClient({ RESP: 2 })": () => createClient({ RESP: 2 }),
  "a client that gives Buffers": () =>
    createClient().withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }),
  "createClientPool()": () => createClientPool(),
  "createCluster()": () => createCluster({ rootNodes: [] }),
  "createSentinel()": () => createSentinel({ name: "main", sentinelRootNodes: [] }),
  "createClient() of node-redis 5": () => createClient5(),
  "createClient({ RESP: 3 }) of node-redis 5": () => createClient5({ RESP: 3 }),
  "createClientPool() of node-redis 5": () => createClientPool5(),
  "createCluster() of node-redis 5": () => createCluster5({ rootNodes: [] }),
  "createSentinel() of node-redis 5": () =>
    createSentinel5({ name: "main", sentinelRootNodes: [{ host: "127.0.0.1", port: 1 }] }),
  "new Redis()": () => new Redis({ lazyConnect: true }),
  "new Redis() with the types of RESP3": () =>
    new Redis({ lazyConnect: true, replyMapping: "resp3" }),
  "new Cluster()": () => new Cluster(["127.0.0.1:1"], { lazyConnect: true }),
};

test.each(Object.entries(ofEveryKind))("%s is accepted without a cast", (_, make) => {
  expect(redisStore(make(), { key: "tokens" })).toHaveProperty("claim");
});

test.each([
  ["nothing", undefined],
  ["a URL", "redis://127.0.0.1"],
  ["options", { url: "redis://127.0.0.1" }],
  ["a client without hashes", { eval: async () => [] }],
])("%s instead of a client is a TypeError that says so", (_, client) => {
  expect(() => Reflect.apply(redisStore, undefined, [client, { key: "tokens" }])).toThrow(
    new TypeError('redisStore: "client" must be a client of redis (node-redis) or ioredis'),
  );
});

test.each([undefined, {}, { key: "" }, { key: 7 }, { key: "a\ud800" }])(
  "%j as options is a TypeError",
  (options) => {
    const call = () =>
      Reflect.apply(redisStore, undefined, [new Redis({ lazyConnect: true }), options]);
    expect(call).toThrow(
      new TypeError('redisStore: "key" must be a non-empty string without unpaired surrogates'),
    );
  },
);

test.each([
  ["createClient()", () => createClient4()],
  ["createCluster()", () => createCluster4({ rootNodes: [] })],
])("%s of node-redis 4 is a TypeError that names the right version", (_, make) => {
  expect(() => Reflect.apply(redisStore, undefined, [make(), { key: "tokens" }])).toThrow(
    new TypeError(
      'redisStore: "client" must be a client of node-redis 5.12 or 6: install redis@6, not redis@4',
    ),
  );
});

test("a misspelt option is a TypeError that suggests the right one", () => {
  const call = () =>
    Reflect.apply(redisStore, undefined, [new Redis({ lazyConnect: true }), { keys: "tokens" }]);
  expect(call).toThrow(new TypeError('redisStore: "keys" is not an option; did you mean "key"?'));
});

describe.skipIf(!hasRedis())("every form in which a client may return replies", () => {
  const redis = useRedis();
  test.each([
    ["RESP2", () => createClient({ url: redis.server.url, RESP: 2 })],
    [
      "Buffers",
      () =>
        createClient({
          url: redis.server.url,
          commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
        }),
    ],
    [
      "maps and Buffers",
      () =>
        createClient({
          url: redis.server.url,
          commandOptions: {
            typeMapping: { [RESP_TYPES.MAP]: Map, [RESP_TYPES.BLOB_STRING]: Buffer },
          },
        }),
    ],
    [
      "lists of names and values",
      () =>
        createClient({
          url: redis.server.url,
          commandOptions: { typeMapping: { [RESP_TYPES.MAP]: Array } },
        }),
    ],
  ])("node-redis with %s", async (key, make) => {
    const client = make();
    await client.connect();
    await tellsAndGivesBack(client, key);
    client.destroy();
  });

  test.each([
    ["RESP2", { protocol: 2 }],
    ["objects", { replyMapping: "resp3" }],
    ["numbers as strings", { stringNumbers: true }],
    ["a key prefix", { keyPrefix: "app:" }],
    [
      "no queue for commands sent before it is connected",
      { enableOfflineQueue: false, lazyConnect: true },
    ],
  ] as const)("ioredis with %s", async (key, options) => {
    const client = new Redis(redis.server.url, options);
    if (client.status === "wait") await client.connect();
    await tellsAndGivesBack(client, `ioredis ${key}`);
    client.disconnect();
  });
});

async function tellsAndGivesBack(client: RedisStoreClient, key: string): Promise<void> {
  const store = redisStore(client, { key });
  let told = 0;
  const end = store.subscribe?.(() => told++);
  for (let revision = 1; told === 0 && revision < 2_000; revision++) {
    await store.claim(revision - 1, { duration: 0 });
    const claim = await won(store.claim(revision - 1, lease));
    expect(claim.abandoned?.revision).toBe(revision - 1);
    expect(await claim.commit(record(revision))).toBe(true);
    expect(await store.read()).toEqual(record(revision));
  }
  end?.();
  expect(told).toBeGreaterThan(0);
}

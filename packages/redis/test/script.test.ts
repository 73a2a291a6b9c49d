import { createHash } from "node:crypto";
import { type DatabaseServer, hasRedis, startRedis } from "@refresh-once/servers";
import { Cluster } from "ioredis";
import { createClient, createClientPool, createCluster } from "redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RedisStoreClient, redisStore } from "../src/index.ts";
import { script, sha1 } from "../src/script.ts";
import { type OpenClient, testedLibraries } from "./clients.ts";
import { lease, record, won } from "./record.ts";
import { useRedis } from "./redis-of-tests.ts";

test("the SHA-1 of the script is that of its text", () => {
  expect(sha1).toBe(createHash("sha1").update(script).digest("hex"));
});

describe.skipIf(!hasRedis()).each(testedLibraries)("a store over %s", (_, open) => {
  const redis = useRedis();

  test("P1, P2: loses nothing if the server forgets the script between any two steps", async () => {
    await using opened = await open(redis.server.url);
    const store = redisStore(opened.client, { key: "flushed" });
    const forget = () => redis.admin.scriptFlush();
    await (await won(store.claim(0, lease))).release();
    await forget();
    const claim = await won(store.claim(0, lease));
    await forget();
    expect(await claim.extend?.()).toBe(true);
    await forget();
    expect(await claim.commit(record(1))).toBe(true);
    const next = await won(store.claim(1, lease));
    await forget();
    await next.release();
    expect(await store.claim(1, lease)).not.toHaveProperty("abandoned");
    expect(await store.read()).toEqual(record(1));
  });

  test("P1, P2: commits to a replica that was promoted after the claim", async () => {
    await using primary = await startRedis("--repl-diskless-sync-delay", "0");
    await using replica = await startReplica(primary);
    await using opened = await open(primary.url);
    const store = redisStore(opened.client, { key: "moved" });
    const claim = await won(store.claim(0, lease));
    await using admin = await adminOf(replica);
    await expect.poll(() => admin.client.hExists("moved", "claim")).toBe(1);
    expect(await admin.client.scriptExists([sha1])).toEqual([0]);

    // From the client's view, the address of the primary now leads to the replica.
    await primary.kill();
    await admin.client.sendCommand(["REPLICAOF", "NO", "ONE"]);
    await admin.client.configSet("port", `${primary.port}`);
    await expect.poll(() => claim.commit(record(1)).catch(() => "is connecting")).toBe(true);
    expect(await admin.client.hGet("moved", "revision")).toBe("1");
  });
});

async function startReplica(primary: DatabaseServer): Promise<DatabaseServer> {
  return startRedis("--replicaof", "127.0.0.1", `${primary.port}`);
}

/** A client that inspects a server, over a connection that stays open. */
async function adminOf({ url }: DatabaseServer) {
  const client = createClient({ url });
  await client.on("error", () => {}).connect();
  return { client, [Symbol.asyncDispose]: async () => client.destroy() };
}

describe.skipIf(!hasRedis())("a server that has no EVALSHA", () => {
  test.each(testedLibraries)("is sent the text each time, over %s", async (_, open) => {
    await using server = await startRedis("--rename-command", "EVALSHA", "");
    await using opened = await open(server.url);
    await refreshTwice(opened.client);
    await using admin = await adminOf(server);
    expect(await admin.client.info("commandstats")).toMatch(/^cmdstat_eval:calls=4,/m);
  });
});

describe.skipIf(!hasRedis())("the script is sent by its SHA-1 through", () => {
  let server: DatabaseServer;
  beforeAll(async () => {
    server = await startRedis("--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1");
    await using admin = await adminOf(server);
    await admin.client.sendCommand(["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const clients: Record<string, () => Promise<OpenClient>> = {
    "createCluster() of node-redis": async () => {
      const client = createCluster({ rootNodes: [{ url: server.url }] });
      await client.on("error", () => {}).connect();
      return { client, [Symbol.asyncDispose]: async () => client.destroy() };
    },
    "createClientPool() of node-redis": async () => {
      const client = createClientPool({ url: server.url });
      await client.on("error", () => {}).connect();
      return { client, [Symbol.asyncDispose]: async () => client.destroy() };
    },
    "a Cluster of ioredis": async () => {
      const client = new Cluster([server.url]);
      return { client, [Symbol.asyncDispose]: async () => client.disconnect() };
    },
  };

  test.each(Object.keys(clients))("%s", async (name) => {
    await using admin = await adminOf(server);
    await expect.poll(() => admin.client.clusterInfo()).toContain("cluster_state:ok");
    await admin.client.flushAll();
    await admin.client.scriptFlush();
    await admin.client.configResetStat();
    const opened = await clients[name]?.();
    if (!opened) throw new Error("no such client");
    await using _ = opened;
    await refreshTwice(opened.client);
    const stats = await admin.client.info("commandstats");
    expect(stats).toMatch(/^cmdstat_eval:calls=1,/m);
    expect(stats).toMatch(/^cmdstat_evalsha:calls=4,/m);
  });
});

async function refreshTwice(client: RedisStoreClient): Promise<void> {
  const store = redisStore(client, { key: "tokens" });
  for (const revision of [1, 2]) {
    const claim = await won(store.claim(revision - 1, lease));
    expect(await claim.commit(record(revision))).toBe(true);
    expect(await store.read()).toEqual(record(revision));
  }
}

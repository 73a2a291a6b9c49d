import { redisStore } from "@refresh-once/redis";
import { type DatabaseServer, hasRedis, startRedis } from "@refresh-once/servers";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { run } from "../running/command.ts";
import { emptyProject } from "../running/project.ts";
import { diagnosed } from "./diagnosed.ts";

const key = "tokens:oro";

async function connected(url: string) {
  const client = createClient({ url });
  client.on("error", () => {});
  await client.connect();
  return Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
}

describe.skipIf(!hasRedis())("a store in Redis", () => {
  let server: DatabaseServer;
  let admin: Awaited<ReturnType<typeof connected>>;
  const findings = (check: string) => diagnosed(redisStore(admin, { key }), check);

  beforeAll(async () => {
    server = await startRedis();
    admin = await connected(server.url);
  });
  afterEach(async () => {
    const usual = { appendonly: "yes", appendfsync: "always", maxmemory: "0" };
    await admin.configSet({ ...usual, "maxmemory-policy": "noeviction" });
    await admin.flushAll();
  });
  afterAll(async () => {
    admin.destroy();
    await server[Symbol.asyncDispose]();
  });

  test("that syncs each write and evicts nothing is fine", async () => {
    const fine = {
      store: "ok: The store is empty.",
      "redis-persistence": "ok: Redis syncs each write to disk before it confirms it.",
      "redis-eviction": "ok: Redis evicts no keys (noeviction).",
      "redis-replication": "ok: This Redis is a primary without replicas.",
      "redis-expiry": `ok: The key ${key} has no TTL.`,
    };
    for (const [check, line] of Object.entries(fine)) expect(await findings(check)).toEqual([line]);
  });

  test("that syncs its writes later may lose a login", async () => {
    await admin.configSet("appendfsync", "everysec");
    expect(await findings("redis-persistence")).toEqual([
      expect.stringMatching(/^warning: appendfsync is everysec: .* up to a second of refreshes/),
    ]);
  });

  test("that writes nothing to disk loses each login, and with snapshots some", async () => {
    await admin.configSet("appendonly", "no");
    expect(await findings("redis-persistence")).toEqual([
      expect.stringMatching(/^problem: Redis writes nothing to disk/),
    ]);
    await admin.configSet("save", "3600 1");
    const [finding] = await findings("redis-persistence");
    await admin.configSet("save", "");
    expect(finding).toMatch(/^warning: appendonly is no: .* since its last snapshot/);
  });

  test("that evicts keys without a TTL is a problem, as soon as its memory is limited", async () => {
    await admin.configSet("maxmemory-policy", "allkeys-lru");
    expect(await findings("redis-eviction")).toEqual([
      expect.stringMatching(/^warning: maxmemory-policy is allkeys-lru: as soon as/),
    ]);
    await admin.configSet("maxmemory", "1gb");
    expect(await findings("redis-eviction")).toEqual([
      expect.stringMatching(/^problem: maxmemory-policy is allkeys-lru: .* deletes the login/),
    ]);
    await admin.configSet("maxmemory-policy", "volatile-ttl");
    expect(await findings("redis-eviction")).toEqual([
      "ok: Redis evicts only keys with a TTL (volatile-ttl).",
    ]);
  });

  test("whose key has a TTL is a problem", async () => {
    await admin.hSet(key, { revision: "0" });
    await admin.expire(key, 30 * 86_400);
    expect(await findings("redis-expiry")).toEqual([
      `problem: The key ${key} has a TTL: in 30 d, Redis deletes the login. Run: PERSIST ${key}. Then find the program that sets it.`,
    ]);
  });

  test("that has a replica may lose a login, and the replica cannot be used", async () => {
    await using second = await startRedis();
    using replica = await connected(second.url);
    await replica.sendCommand(["REPLICAOF", "127.0.0.1", `${server.port}`]);
    await expect.poll(() => replica.info("replication")).toContain("master_link_status:up");
    expect(await findings("redis-replication")).toEqual([
      expect.stringMatching(/^warning: This Redis has replicas \(1\)/),
    ]);
    expect(await diagnosed(redisStore(replica, { key }), "redis-replication")).toEqual([
      expect.stringMatching(/^problem: This Redis is a replica/),
    ]);
  });

  test("that forbids CONFIG is checked by INFO, as far as that goes", async () => {
    const rules = ["on", "resetpass", ">of-a-test", "~*", "&*", "+@all", "-config"];
    await admin.sendCommand(["ACL", "SETUSER", "app", "reset", ...rules]);
    using app = await connected(server.url.replace("//", "//app:of-a-test@"));
    const store = redisStore(app, { key });
    await admin.configSet({ maxmemory: "1gb", "maxmemory-policy": "allkeys-lfu" });
    expect(await diagnosed(store, "redis-persistence")).toEqual([
      expect.stringMatching(/^not_checked: .* because CONFIG is forbidden/),
    ]);
    expect(await diagnosed(store, "redis-eviction")).toEqual([
      expect.stringMatching(/^problem: maxmemory-policy is allkeys-lfu/),
    ]);
  });

  test("that allows no more than the store needs is no failure, and the password is not shown", async () => {
    const rules =
      "on >of-a-test ~tokens:* +eval +hgetall +hmget +hget +hset +hdel +exists +del +time";
    await admin.sendCommand(["ACL", "SETUSER", "app", "reset", ...rules.split(" ")]);
    await using project = await emptyProject();
    const url = server.url.replace("//", "//app:of-a-test@");
    const args = ["doctor", "--store", `${url}#${key}`];
    const ended = await run(args, { cwd: project.folder });
    expect(ended.code).toBe(0);
    expect(ended.stdout.match(/^default: not checked: .* forbidden/gm)).toHaveLength(4);
    const json = await run([...args, "--json"], { cwd: project.folder });
    expect(JSON.parse(json.stdout)).toMatchObject([{ account: "default", store: "redis" }]);
    const said = [ended.stdout, ended.stderr, json.stdout, json.stderr].join("\n");
    expect(said).not.toContain("of-a-test");
  });
});

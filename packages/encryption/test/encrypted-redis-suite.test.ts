import { redisStore } from "@refresh-once/redis";
import { type DatabaseServer, hasRedis, startRedis } from "@refresh-once/servers";
import { createClient, type RedisClientType } from "redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { newKey } from "./sealed-store.ts";
import { suitePart } from "./suite-part.ts";

const keys = [newKey("k1")];

describe.skipIf(!hasRedis())("encrypted Redis", () => {
  let server: DatabaseServer;
  let client: RedisClientType;
  beforeAll(async () => {
    server = await startRedis();
    client = createClient({ url: server.url });
    await client.on("error", () => {}).connect();
  });
  afterAll(async () => {
    client.destroy();
    await server[Symbol.asyncDispose]();
  });

  const encryptedRedis = (key: string) => encryptedStore(redisStore(client, { key }), { keys });
  const restart = async () => {
    await server.kill();
    await server.start();
    // The client notices the restart only when it sends the next command.
    const reads = () => encryptedRedis("some").read();
    await expect.poll(() => reads().then(() => true)).toBe(true);
  };
  for (const { name, run, restarts } of suitePart(encryptedRedis, { restart })) {
    (restarts ? test : test.concurrent)(name, run);
  }
});

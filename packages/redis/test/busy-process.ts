import { once } from "node:events";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { type RedisStoreClient, redisStore } from "../src/index.ts";
import { destroyNodeRedis } from "./clients.ts";

// Listens and reads until it is told to stop. Its clients have no listeners for errors.
const [url = "", library] = process.argv.slice(2);

/** A client of the library, and a function that closes it. */
async function open(): Promise<readonly [RedisStoreClient, () => unknown]> {
  if (library === "ioredis") {
    const client = new Redis(url);
    return [client, () => client.disconnect()];
  }
  const client = createClient({ url });
  await client.connect();
  return [client, () => destroyNodeRedis(client)];
}

let isStopped = false;
once(process.stdin, "data").then(() => {
  isStopped = true;
});

async function work(client: RedisStoreClient): Promise<void> {
  const store = redisStore(client, { key: "tokens" });
  while (!isStopped) {
    const end = store.subscribe?.(() => {});
    await store.read().catch(() => {});
    await store.claim(0, { duration: 0 }).catch(() => {});
    end?.();
  }
}

const opened = await Promise.all(Array.from({ length: 24 }, open));
process.stdout.write("works\n");
await Promise.all(opened.map(([client]) => work(client)));
for (const [, close] of opened) close();
process.stdin.destroy();

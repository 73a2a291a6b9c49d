import { once } from "node:events";
import { Redis } from "ioredis";
import { createClient, type RedisClientType } from "redis";
import type { RedisStoreClient } from "../src/index.ts";

/** A client of one of the two libraries, connected. */
export interface OpenClient extends AsyncDisposable {
  readonly client: RedisStoreClient;
}

/** The two libraries by name. */
export const libraries = [
  ["node-redis", openNodeRedis],
  ["ioredis", openIoredis],
] as const;

/** Where vitest.config.ts puts another version in the place of one library, the tests are about that one alone. */
export const testedLibraries = libraries.filter(
  ([name]) => (process.env.TESTED_LIBRARY ?? name) === name,
);

export async function openNodeRedis(url: string): Promise<OpenClient> {
  const client = createClient({ url });
  client.on("error", () => {});
  await client.connect();
  return { client, [Symbol.asyncDispose]: async () => destroyNodeRedis(client) };
}

/**
 * Destroys a client for good. node-redis 5 would keep a connection open that is just being made; one that greets the
 * server is connected, but not ready.
 */
export function destroyNodeRedis(
  client: Pick<RedisClientType, "destroy" | "isOpen" | "isReady" | "on">,
): void {
  const destroy = () => client.isOpen && client.destroy();
  if (client.isReady) destroy();
  else client.on("connect", destroy).on("ready", destroy).on("error", destroy);
}

async function openIoredis(url: string): Promise<OpenClient> {
  const client = new Redis(url);
  client.on("error", () => {});
  await once(client, "ready");
  return { client, [Symbol.asyncDispose]: async () => client.disconnect() };
}

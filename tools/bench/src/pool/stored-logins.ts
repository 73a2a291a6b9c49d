import { createTokenManager } from "@refresh-once/core";
import { oroBank } from "@refresh-once/providers";
import { redisStore } from "@refresh-once/redis";
import { createClient } from "redis";

/** As long as a JWT of a bank. */
const accessToken = "a".repeat(400);

/** How many keys are written at the same time. */
const batch = 1_000;

/** Connects to a Redis server. */
export async function connectTo(url: string) {
  const client = createClient({ url });
  client.on("error", () => {});
  return await client.connect();
}

type Client = Awaited<ReturnType<typeof connectTo>>;

/**
 * Stores the same valid tokens under many keys. The library stores them once, and the other keys are copies: a
 * hundred thousand logins would take longer than all that is measured.
 */
export async function storeLogins(client: Client, keys: readonly string[]): Promise<void> {
  const key = "login";
  const url = "http://127.0.0.1/token";
  const tokens = createTokenManager({
    refresh: oroBank({ url }),
    store: redisStore(client, { key }),
  });
  const expiresAt = Date.now() + 24 * 3_600_000;
  await tokens.set({ accessToken, refreshToken: crypto.randomUUID(), expiresAt });
  const fields = await client.hGetAll(key);
  for (let first = 0; first < keys.length; first += batch) {
    await Promise.all(keys.slice(first, first + batch).map((copy) => client.hSet(copy, fields)));
  }
}

import { redisStore } from "@refresh-once/redis";
import { createClient } from "redis";
import type { BareStore } from "./bare-refresh.ts";
import { CommandCounts, watchCalls } from "./command-counts.ts";
import type { Connection } from "./connection.ts";

export async function connectToRedis(url: string): Promise<Connection> {
  const client = clientOf(url);
  client.on("error", () => {});
  const counts = new CommandCounts();
  watch(client, counts);
  await client.connect();
  return { counts, bare: bareRedis(client), store: (key) => redisStore(client, { key }) };
}

function clientOf(url: string) {
  return createClient({ url });
}

/** Also counts the commands of the client's duplicates, which are for pub/sub. */
function watch(client: object, counts: CommandCounts): void {
  // What createClient returns only inherits from the object that sends the commands.
  watchCalls(Object.getPrototypeOf(client), "sendCommand", ([args]) => {
    counts.add(Array.isArray(args) ? String(args[0]) : "unknown");
  });
  for (const method of ["subscribe", "unsubscribe"]) {
    watchCalls(client, method, () => counts.add(method.toUpperCase()));
  }
  watchCalls(client, "duplicate", (_, duplicate) => {
    if (duplicate instanceof Object) watch(duplicate, counts);
  });
}

/** Longer than a refresh takes, ms. */
const lease = 40_000;

/** The claim of a revision is a key of its own that ends by itself, so a commit is one command. */
function bareRedis(client: ReturnType<typeof clientOf>): BareStore {
  return {
    async read(key) {
      const { revision, record } = await client.hGetAll(key);
      return { revision: Number(revision), text: record ?? "" };
    },
    async claim(key, revision) {
      const condition = { condition: "NX", expiration: { type: "PX", value: lease } } as const;
      const reply = await client.set(`${key} ${revision}`, crypto.randomUUID(), condition);
      return reply === "OK";
    },
    create: (key, text) => client.hSet(key, { revision: 1, record: text }),
    commit: (key, { revision, text }) => client.hSet(key, { revision, record: text }),
  };
}

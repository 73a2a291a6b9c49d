import type { TokenStore } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { CommandError, messageOf, wrongUsage } from "../program/command-error.ts";

/** A store that was opened from the command line. */
export interface OpenedStore {
  readonly store: TokenStore;
  /** Closes the connection. */
  close(): Promise<void>;
}

const forms = "file:PATH, redis://HOST/#KEY or postgres://HOST/DATABASE#KEY";

/**
 * Opens the store of `--store`. The clients of databases are optional peers, and loaded only here.
 *
 * @throws {CommandError} if the text is wrong, a package is not installed, or there is no connection
 */
export async function openStore(text: string): Promise<OpenedStore> {
  const path = /^file:(?:\/\/(?=\/))?(.+)$/s.exec(text)?.[1];
  if (path) return { store: fileStore(path), close: async () => {} };
  const { protocol = "", hash = "" } = URL.canParse(text) ? new URL(text) : {};
  const open = openers[protocol];
  if (!open) throw wrongUsage(`A store must be ${forms}.`);
  const key = decodeURIComponent(hash.slice(1));
  if (key === "") {
    throw wrongUsage("The store needs the key of the account at its end, such as #tokens:oro.");
  }
  try {
    return await open(text.slice(0, text.indexOf("#")), key);
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(`The store cannot be reached: ${messageOf(cause)}`);
  }
}

const openers: Readonly<Record<string, (url: string, key: string) => Promise<OpenedStore>>> = {
  "redis:": openRedis,
  "rediss:": openRedis,
  "postgres:": openPostgres,
  "postgresql:": openPostgres,
};

async function openRedis(url: string, key: string): Promise<OpenedStore> {
  const { createClient } = await optional("redis", () => import("redis"));
  const { redisStore } = await optional("@refresh-once/redis", () => import("@refresh-once/redis"));
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  // The commands that fail report the error.
  client.on("error", () => {});
  await client.connect();
  return { store: redisStore(client, { key }), close: async () => client.destroy() };
}

async function openPostgres(connectionString: string, key: string): Promise<OpenedStore> {
  const { default: pg } = await optional("pg", () => import("pg"));
  const { postgresStore } = await optional(
    "@refresh-once/postgres",
    () => import("@refresh-once/postgres"),
  );
  const pool = new pg.Pool({ connectionString });
  pool.on("error", () => {});
  return { store: postgresStore(pool, { key }), close: () => pool.end() };
}

async function optional<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    throw new CommandError(
      `This store needs the package ${name}. Install it: npm install ${name}`,
      undefined,
      cause,
    );
  }
}

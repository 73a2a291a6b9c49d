import type { TokenStore } from "@refresh-once/core";
import { storeLocation } from "@refresh-once/core/store";

/** A file of `fileStore`. */
export interface FileLocation {
  readonly kind: "file";
  /** The absolute path. */
  readonly path: string;
  /** The path as it was configured. */
  readonly given: string;
}

/** A key of `redisStore`. */
export interface RedisLocation {
  readonly kind: "redis";
  /** A client of node-redis or ioredis. */
  readonly client: object;
  readonly key: string;
}

/** A row of `postgresStore`. */
export interface PostgresLocation {
  readonly kind: "postgres";
  readonly pool: Queryable;
  /** The quoted name of the table. */
  readonly table: string;
  readonly key: string;
}

/** Runs one statement, as a `Pool` of pg does. */
export interface Queryable {
  query(text: string, values: string[]): Promise<{ readonly rows: readonly unknown[] }>;
}

/** Where a store keeps its records. */
export type StoreLocation = FileLocation | RedisLocation | PostgresLocation;

/** Where a store of this library keeps its records, also if it is encrypted; `undefined` for any other store. */
export function locationOf(store: TokenStore): StoreLocation | undefined {
  const location: unknown = Reflect.get(store, storeLocation);
  return isLocation(location) ? location : undefined;
}

function isLocation(value: unknown): value is StoreLocation {
  if (typeof value !== "object" || value === null) return false;
  const { kind, path, given, client, pool, table, key }: Record<string, unknown> = { ...value };
  const areTexts = (...values: unknown[]) => values.every((one) => typeof one === "string");
  if (kind === "file") return areTexts(path, given);
  if (kind === "redis") return typeof client === "object" && client !== null && areTexts(key);
  return kind === "postgres" && isQueryable(pool) && areTexts(table, key);
}

function isQueryable(value: unknown): value is Queryable {
  return (
    typeof value === "object" && value !== null && typeof Reflect.get(value, "query") === "function"
  );
}

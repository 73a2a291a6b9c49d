/**
 * A token store in PostgreSQL, for any number of machines.
 *
 * @packageDocumentation
 */
export type { PostgresClient, PostgresNotification, PostgresPool } from "./pool.ts";
export { type PostgresStoreOptions, postgresStore } from "./postgres-store.ts";
export { type MigrateOptions, migrate, postgresSchema } from "./schema.ts";

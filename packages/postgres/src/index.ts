/**
 * Keeps tokens in PostgreSQL, which any number of machines share.
 *
 * @packageDocumentation
 */
export type {
  PostgresClient,
  PostgresNotification,
  PostgresPool,
  PostgresStatement,
} from "./pool.ts";
export { type PostgresStoreOptions, postgresStore } from "./postgres-store.ts";
export { type MigrateOptions, migrate, postgresSchema } from "./schema.ts";

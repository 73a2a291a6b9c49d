import type { EntryName } from "./entries.ts";

/**
 * The most that an entry may weigh, bytes, gzip: a few hundred more than it does now. Who makes
 * something smaller takes its budget down with it; who needs more says in the commit what for.
 */
export const budgets: Readonly<Partial<Record<EntryName, number>>> = {
  core: 17_550,
  "core + fetch": 19_950,
  "core + axios, without axios": 21_050,
  "core + openapi-fetch, without openapi-fetch": 19_800,
  "fetch alone": 1_000,
  "axios alone": 2_750,
  "openapi-fetch alone": 800,
  "one provider": 2_650,
  "all providers": 3_350,
  "file store alone": 7_650,
  "Redis store, without redis": 3_600,
  "PostgreSQL store, without pg": 4_600,
  "encryption, without jose": 2_800,
};

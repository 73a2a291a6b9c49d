import type { EntryName } from "./entries.ts";

/**
 * The most that an entry may weigh, bytes, gzip: a few hundred more than it does now. Who makes
 * something smaller takes its budget down with it; who needs more says in the commit what for.
 */
export const budgets: Readonly<Partial<Record<EntryName, number>>> = {
  core: 7_700,
  "core + fetch": 9_550,
  "core + axios, without axios": 9_600,
  "core + openapi-fetch, without openapi-fetch": 9_550,
  "fetch alone": 730,
  "axios alone": 1_290,
  "openapi-fetch alone": 800,
  "one provider": 2_650,
  "all providers": 3_350,
  "file store alone": 4_750,
  "Redis store, without redis": 3_050,
  "PostgreSQL store, without pg": 3_850,
  "encryption, without jose": 2_050,
};

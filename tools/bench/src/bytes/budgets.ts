import type { EntryName } from "./entries.ts";

/**
 * The most that an entry may weigh, bytes, gzip: a few hundred more than it does now. Who makes
 * something smaller takes its budget down with it; who needs more says in the commit what for.
 */
export const budgets: Readonly<Partial<Record<EntryName, number>>> = {
  core: 19_800,
  "core + fetch": 22_300,
  "core + axios, without axios": 23_550,
  "core + openapi-fetch, without openapi-fetch": 22_100,
  "fetch alone": 1_000,
  "axios alone": 2_900,
  "openapi-fetch alone": 800,
  "one provider": 3_150,
  "one provider with a registered client": 4_200,
  "all providers": 6_900,
  "private_key_jwt, without jose": 1_350,
  "file store alone": 7_900,
  "Redis store, without redis": 3_950,
  "PostgreSQL store, without pg": 5_050,
  "encryption, without jose": 3_250,
  "DPoP, on top of core": 6_400,
  "browser store, on top of core": 3_250,
  "a worker's side, on top of core": 1_400,
  "a page's side in all, with axios adapter": 7_600,
};

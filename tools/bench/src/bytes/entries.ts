import type { Entry } from "./weigh.ts";

const core = 'export { createTokenManager } from "@refresh-once/core";';
const fetch = 'export { authFetch } from "@refresh-once/fetch";';
const axios = 'export { attachAuth } from "@refresh-once/axios";';
const openapi = 'export { authMiddleware } from "@refresh-once/openapi-fetch";';
const allOfCore = 'export * from "@refresh-once/core";';
const coreIsThere = ["@refresh-once/core"];

function own(file: string, name: string): string {
  return `export { ${name} } from "./src/clients/${file}.ts";`;
}

/** Each under the name that tables and budgets have for it; peers after ours. */
export const entries = {
  core: { code: core, platform: "browser" },
  "core + fetch": { code: core + fetch, platform: "browser" },
  "core + axios, without axios": { code: core + axios, platform: "browser", external: ["axios"] },
  "core + openapi-fetch, without openapi-fetch": {
    code: core + openapi,
    platform: "browser",
    external: ["openapi-fetch"],
  },
  "fetch alone": { code: fetch, platform: "browser", external: coreIsThere },
  "axios alone": { code: axios, platform: "browser", external: [...coreIsThere, "axios"] },
  "openapi-fetch alone": {
    code: openapi,
    platform: "browser",
    external: [...coreIsThere, "openapi-fetch"],
  },
  "all of core": { code: allOfCore, platform: "browser" },
  "all of core + fetch": { code: allOfCore + fetch, platform: "browser" },
  "all of core + axios, without axios": {
    code: allOfCore + axios,
    platform: "browser",
    external: ["axios"],
  },
  "all of core + openapi-fetch, without openapi-fetch": {
    code: allOfCore + openapi,
    platform: "browser",
    external: ["openapi-fetch"],
  },
  "one provider": {
    code: 'export { oroBank } from "@refresh-once/providers";',
    platform: "browser",
    external: coreIsThere,
  },
  "one provider with a registered client": {
    code: 'export { github } from "@refresh-once/providers";',
    platform: "browser",
    external: coreIsThere,
  },
  "all providers": {
    code: 'export * from "@refresh-once/providers";',
    platform: "browser",
    external: coreIsThere,
  },
  "private_key_jwt, without jose": {
    code: 'export { privateKeyJwt } from "@refresh-once/providers/private-key-jwt";',
    platform: "browser",
    external: [...coreIsThere, "jose"],
  },
  "file store and proper-lockfile": {
    code: 'export { fileStore } from "@refresh-once/core/file";',
    platform: "node",
  },
  "file store alone": {
    code: 'export { fileStore } from "@refresh-once/core/file";',
    platform: "node",
    external: ["proper-lockfile"],
  },
  "Redis store, without redis": {
    code: 'export * from "@refresh-once/redis";',
    platform: "node",
    external: [...coreIsThere, "redis", "ioredis"],
  },
  "PostgreSQL store, without pg": {
    code: 'export * from "@refresh-once/postgres";',
    platform: "node",
    external: [...coreIsThere, "pg"],
  },
  "encryption, without jose": {
    code: 'export * from "@refresh-once/encryption";',
    platform: "browser",
    external: [...coreIsThere, "jose"],
  },
  "DPoP, on top of core": {
    code: 'export * from "@refresh-once/dpop";',
    platform: "browser",
    external: coreIsThere,
  },
  "browser store, on top of core": {
    code: 'export { browserStore } from "@refresh-once/browser";',
    platform: "browser",
    external: coreIsThere,
  },
  "a worker's side, on top of core": {
    code: 'export { serveTokens } from "@refresh-once/browser";',
    platform: "browser",
    external: coreIsThere,
  },
  "a page's side in all, with axios adapter": {
    code: `export { remoteTokens } from "@refresh-once/browser";${axios}`,
    platform: "browser",
    external: ["axios"],
  },
  "axios-auth-refresh, without axios": {
    code: 'export { createAuthRefresh } from "axios-auth-refresh";',
    platform: "browser",
    external: ["axios"],
  },
  "failedQueue interceptor, without axios": {
    code: own("failed-queue", "attachFailedQueue"),
    platform: "browser",
    external: ["axios"],
  },
  "middleware of openapi-fetch #2075": {
    code: own("recommended-middleware", "recommendedMiddleware"),
    platform: "browser",
  },
  "@badgateway/oauth2-client": {
    code: 'export { OAuth2Client, OAuth2Fetch } from "@badgateway/oauth2-client";',
    platform: "browser",
  },
  "google-auth-library": {
    code: 'export { OAuth2Client } from "google-auth-library";',
    platform: "node",
  },
  "proper-lockfile alone": { code: 'export { lock } from "proper-lockfile";', platform: "node" },
  "fetch wrapper with proper-lockfile": {
    code: own("locked-fetch", "lockedFetch"),
    platform: "node",
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type EntryName = keyof typeof entries;

export const entryNames = Object.keys(entries).filter(isEntryName);

function isEntryName(name: string): name is EntryName {
  return Object.hasOwn(entries, name);
}

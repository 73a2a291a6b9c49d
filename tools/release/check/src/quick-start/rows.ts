import { randomBytes } from "node:crypto";
import type { AuthorizationServer, Counters, ProviderName } from "@refresh-once/testing";
import type { Hosts } from "./front.ts";

/** What a quick start needs around it, and what it has done when it is over. */
export interface Row {
  readonly page: string;
  readonly heading: string;
  readonly provider: ProviderName;
  readonly hosts: Hosts;
  env(server: AuthorizationServer, database: string): Readonly<Record<string, string>>;
  /** By the server's count. */
  readonly expected: Partial<Counters>;
  /** In what it prints, where its page says so. */
  readonly prints?: RegExp;
  /** The same, of a second process on the same store. Default: as the first. */
  readonly printsAgain?: RegExp;
  /** Whether a second process takes over what the first one has stored, so that nothing is refreshed. */
  readonly stores?: boolean;
  readonly database?: "redis" | "postgres";
}

const oro = { "auth.bank.place": "oroBank", "api.bank.place": "oroBank" } as const;
const example = <Name extends ProviderName>(name: Name) =>
  ({ "auth.example.com": name, "api.example.com": name }) as const;

/** One refresh, and nothing spent twice. */
const refreshed = { refreshes: 1, tokenRequests: 1, reuses: 0 } as const;
/** And one request, which was answered. */
const asked = { ...refreshed, accepted: 1, unauthorized: 0 } as const;

const seededBy =
  (name: string, provider: ProviderName): Row["env"] =>
  (server) => ({ [name]: server.issueRefreshToken(provider) });
const oroSeed = seededBy("ORO_REFRESH_TOKEN", "oroBank");

function ofPackage(name: string, row: Omit<Row, "page" | "heading">): Row {
  return { page: `packages/${name}/README.md`, heading: "Quick start", ...row };
}

const ofExample = <Name extends ProviderName>(provider: Name) => ({
  provider,
  hosts: example(provider),
  env: seededBy("REFRESH_TOKEN", provider),
});

const ofRoot = { page: "README.md" } as const;
const ofOro = { provider: "oroBank", hosts: oro, env: oroSeed, expected: refreshed } as const;

/** A whole program of `docs/`; it tells of itself what its page says. */
function ofDocs(
  name: string,
  row: Omit<Row, "page" | "heading" | "expected"> & Partial<Pick<Row, "expected">>,
): Row {
  return { page: `docs/${name}.md`, heading: "The whole program", expected: asked, ...row };
}

/** A whole program that tells of a request, and of a second one that finds the tokens in the store. */
function ofStarted(name: string, row: Pick<Row, "provider" | "hosts" | "env">): Row {
  return ofDocs(name, {
    ...row,
    prints: /^refreshed\n200\n$/,
    printsAgain: /^adopted\n200\n$/,
    stores: true,
  });
}

/** Every quick start and whole program; a page that has none here is a violation. */
export const rows: readonly Row[] = [
  { ...ofRoot, heading: "Quick start with axios", ...ofOro, expected: asked, stores: true },
  {
    ...ofRoot,
    heading: "Quick start with openapi-fetch",
    provider: "vault",
    hosts: { "api.vault.ist": "vault" },
    env: seededBy("VAULT_REFRESH_TOKEN", "vault"),
    expected: asked,
    stores: true,
  },
  {
    ...ofRoot,
    heading: "Quick start with fetch",
    provider: "clientCredentials",
    hosts: example("clientCredentials"),
    env: ({ client }) => ({ CLIENT_ID: client.clientId, CLIENT_SECRET: client.clientSecret }),
    expected: asked,
  },
  ofPackage("core", { ...ofOro, stores: true }),
  ofPackage("providers", { ...ofOro, stores: true }),
  ofPackage("axios", {
    provider: "partner",
    hosts: { "partner.example.com": "partner" },
    env: seededBy("PARTNER_REFRESH_TOKEN", "partner"),
    expected: asked,
  }),
  ofPackage("fetch", {
    provider: "rfc6749",
    hosts: example("rfc6749"),
    env: seededBy("REFRESH_TOKEN", "rfc6749"),
    expected: asked,
  }),
  ofPackage("openapi-fetch", {
    provider: "autional",
    hosts: example("autional"),
    env: seededBy("AUTIONAL_REFRESH_TOKEN", "autional"),
    expected: asked,
  }),
  ofPackage("testing", {
    provider: "oroBank",
    hosts: {},
    env: () => ({}),
    expected: { tokenRequests: 0 },
    prints: /refreshes: 1,/,
  }),
  ofPackage("encryption", {
    ...ofOro,
    env: (server, database) => ({
      ...oroSeed(server, database),
      TOKENS_KEY: randomBytes(32).toString("base64url"),
    }),
    stores: true,
  }),
  ofPackage("dpop", {
    provider: "rfc6749",
    hosts: example("rfc6749"),
    env(server) {
      server.configure("rfc6749", { dpop: "required" });
      return { REFRESH_TOKEN: server.issueRefreshToken("rfc6749") };
    },
    expected: asked,
  }),
  // A configuration, which does nothing by itself; packages/cli/test runs the commands.
  ofPackage("cli", {
    provider: "oroBank",
    hosts: {},
    env: () => ({}),
    expected: { tokenRequests: 0 },
  }),
  ofPackage("redis", {
    ...ofOro,
    env: (server, url) => ({ ...oroSeed(server, url), REDIS_URL: url }),
    stores: true,
    database: "redis",
  }),
  ofPackage("postgres", {
    ...ofOro,
    env: (server, url) => ({ ...oroSeed(server, url), DATABASE_URL: url }),
    stores: true,
    database: "postgres",
  }),
  ofStarted("getting-started-axios", { provider: "oroBank", hosts: oro, env: oroSeed }),
  ofStarted("getting-started-openapi-fetch", {
    provider: "vault",
    hosts: { "api.vault.ist": "vault" },
    env: seededBy("VAULT_REFRESH_TOKEN", "vault"),
  }),
  ofStarted("getting-started-fetch", ofExample("rfc6749")),
  ofStarted("migrating-from-axios-auth-refresh", ofExample("rfc6749")),
  ofStarted("migrating-from-a-hand-written-interceptor", ofExample("autional")),
  ofStarted("cron-docker-kubernetes", { provider: "oroBank", hosts: oro, env: oroSeed }),
  ofDocs("first-login", {
    ...ofOro,
    env: seededBy("NEW_REFRESH_TOKEN", "oroBank"),
    prints: /^refreshed\nstored\n$/,
  }),
  ofDocs("monitoring", {
    ...ofExample("rfc6749"),
    prints: /"type":"refreshed"[\s\S]*\nrefresh_once_events_total\{type="refreshed",code=""\} 1\n/,
  }),
  ofDocs("serverless-and-edge", {
    ...ofOro,
    env: (server, url) => ({ ...oroSeed(server, url), REDIS_URL: url }),
    expected: asked,
    prints: /^\{"statusCode":200,/,
    stores: true,
    database: "redis",
  }),
  ofDocs("testing-your-code", {
    provider: "rfc6749",
    hosts: {},
    env: () => ({}),
    expected: { tokenRequests: 0 },
    prints: /pass 3\n/,
  }),
];

// Runs one client of the page against an authorization server, and prints what was not as promised.
import { findTokenError, type TokenManager } from "@refresh-once/core";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import { provider, startApi } from "./api.ts";

/** What a section of the page exports: it asks for the account of this id. */
type AskForAccount = (id: string) => Promise<unknown>;

const ids = ["account-1", "account-2", "account-3", "account-4", "account-5"];
/** Others: a client may answer from its cache. */
const furtherIds = ["account-6", "account-7", "account-8", "account-9"];

async function run(module: string): Promise<string[]> {
  await using server = await startAuthorizationServer();
  await using api = await startApi(server);
  process.env.LOOPBACK_PORT = `${api.port}`;
  await import(built("loopback.mjs"));
  const { tokens }: { tokens: TokenManager } = await import(built("auth.js"));
  await tokens.set(server.issueTokens(provider));
  const exported: Record<string, unknown> = await import(built(module));
  const [ask, ...others] = Object.values(exported).filter(isAskForAccount);
  if (!ask || others.length > 0) return ["it must export one function, which asks for an account"];
  return [...(await afterExpiry(server, ask)), ...(await afterRevocation(server, tokens, ask))];
}

function built(file: string): string {
  return new URL(file, import.meta.url).href;
}

function isAskForAccount(value: unknown): value is AskForAccount {
  return typeof value === "function";
}

/** Requests at once, when the API rejects the access token: all succeed, after one refresh. */
async function afterExpiry(server: AuthorizationServer, ask: AskForAccount): Promise<string[]> {
  server.expireAccessTokens();
  const before = server.counters(provider);
  const results = await Promise.all(ids.map(ask));
  const after = server.counters(provider);
  return [
    ...ids
      .filter((id, index) => !JSON.stringify(results[index]).includes(id))
      .map((id) => `it did not get ${id}: ${JSON.stringify(results)}`),
    ...unequal("refreshes", after.refreshes - before.refreshes, 1),
    ...unequal("reuses", after.reuses, 0),
    ...(after.unauthorized > before.unauthorized ? [] : ["no request met an expired token"]),
  ];
}

/** Requests at once, when a person must log in again: each is told so, after one call of the token endpoint. */
async function afterRevocation(
  server: AuthorizationServer,
  tokens: TokenManager,
  ask: AskForAccount,
): Promise<string[]> {
  await tokens.set(server.issueTokens(provider));
  server.revokeRefreshTokens();
  const before = server.counters(provider);
  const outcomes = await Promise.allSettled(furtherIds.map(ask));
  const after = server.counters(provider);
  return [
    ...outcomes.flatMap((outcome) => {
      if (outcome.status === "fulfilled") return ["a request succeeded without a login"];
      const code = findTokenError(outcome.reason)?.code;
      return code === "invalid_grant" ? [] : [`${code}, not invalid_grant, in ${outcome.reason}`];
    }),
    ...unequal("calls of the token endpoint", after.tokenRequests - before.tokenRequests, 1),
  ];
}

function unequal(what: string, counted: number, expected: number): string[] {
  return counted === expected ? [] : [`${counted} ${what} instead of ${expected}`];
}

const complaints = await run(process.argv[2] ?? "");
for (const complaint of complaints) console.log(complaint);
// Some clients keep the process alive for a while.
process.exit(complaints.length > 0 ? 1 : 0);

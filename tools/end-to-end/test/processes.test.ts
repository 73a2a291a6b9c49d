import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Account, openAccount } from "./account.ts";
import { type Member, startFleet, stopFleet } from "./fleet.ts";

const latency = 200;
const tolerance = 50;
const rounds = 5;

let account: Account;
let fleet: Member[];

beforeAll(async () => {
  account = await openAccount("oroBank");
  account.server.configure("oroBank", { latency });
  const seed = { refreshToken: account.server.issueRefreshToken("oroBank") };
  fleet = await startFleet(account, seed, 8);
  // The first tokens, and code that has run once.
  await wave();
}, 30_000);
afterAll(async () => {
  await stopFleet(fleet);
  await account[Symbol.asyncDispose]();
});

/** 25 requests in each of the eight processes at once; ms until the last answer. */
async function wave(): Promise<number> {
  const start = performance.now();
  const failures = await Promise.all(fleet.map((member) => member.request(25)));
  expect(failures.flat()).toEqual([]);
  return performance.now() - start;
}

/** Waves with a valid token and waves that meet an expiry, in turn; the least ms of each kind. */
async function compare(expire: () => Promise<void>): Promise<{ valid: number; expired: number }> {
  const valid: number[] = [];
  const expired: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await expire();
    expired.push(await wave());
    valid.push(await wave());
  }
  // Whatever else the machine does only adds.
  return { valid: Math.min(...valid), expired: Math.min(...expired) };
}

describe("P1: eight processes with one token file", () => {
  test.each(["first", "second"])("make one refresh in the %s wave of 200 requests", async () => {
    const before = account.server.counters();
    account.server.expireAccessTokens();
    await wave();
    const { refreshes, reuses } = account.server.counters();
    expect({ refreshes, reuses }).toEqual({ refreshes: before.refreshes + 1, reuses: 0 });
  });

  test("are held up by an expiry for little more than the token endpoint takes", async () => {
    const lifetime = 2_000;
    account.server.configure("oroBank", { latency, accessTokenLifetime: lifetime });
    account.server.expireAccessTokens();
    await wave();
    const before = account.server.counters();
    const { valid, expired } = await compare(async () => {
      const end = (account.server.requests("oroBank").at(-1)?.at ?? 0) + lifetime;
      await expect.poll(() => Date.now() > end, { timeout: 2 * lifetime, interval: 5 }).toBe(true);
    });
    expect(account.server.counters().refreshes).toBe(before.refreshes + rounds);
    expect(expired).toBeLessThan(valid + latency + tolerance);
  });

  test("and by one that only the server knows, for the 401s as well", async () => {
    account.server.configure("oroBank", { latency, accessTokenLifetime: 300_000 });
    const { valid, expired } = await compare(async () => account.server.expireAccessTokens());
    expect(expired).toBeLessThan(2 * (valid + tolerance) + latency);
  });
});

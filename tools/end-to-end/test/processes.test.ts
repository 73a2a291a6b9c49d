import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Account, openAccount } from "./account.ts";
import { type Member, startFleet, stopFleet } from "./fleet.ts";

const latency = 200;
const tolerance = 50;

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

describe("P1: eight processes with one token file", () => {
  test.each(["first", "second"])("make one refresh in the %s wave of 200 requests", async () => {
    const before = account.server.counters();
    account.server.expireAccessTokens();
    await wave();
    const { refreshes, reuses } = account.server.counters();
    expect({ refreshes, reuses }).toEqual({ refreshes: before.refreshes + 1, reuses: 0 });
  });

  test("are held up by an expiry for little more than the token endpoint takes", async () => {
    const valid: number[] = [];
    const expired: number[] = [];
    for (let round = 0; round < 5; round++) {
      valid.push(await wave());
      account.server.expireAccessTokens();
      expired.push(await wave());
    }
    // Whatever else the machine does only adds: the least is what we need.
    expect(Math.min(...expired)).toBeLessThan(Math.min(...valid) + latency + tolerance);
  });
});

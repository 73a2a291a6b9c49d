import { memoryStore, type TokenStore } from "@refresh-once/core";
import type { TokenRecord } from "@refresh-once/core/store";
import { beforeEach, expect, it } from "vitest";
import { Losses } from "../../src/kills/losses.ts";
import type { FailedRequest } from "../../src/processes/messages.ts";
import { RefreshLedger } from "../../src/server/refresh-ledger.ts";

const request: FailedRequest = {
  account: "a",
  client: "fetch",
  code: "invalid_grant",
  detail: "a new refresh token may have been lost",
  begunAt: 100,
  endedAt: 200,
};
const loss = { kind: "killed before the reply", beganAt: 150, explanation: "" } as const;

let ledger: RefreshLedger;
let store: TokenStore;
let losses: Losses;

/** A person who never comes back. */
const never = () => new Promise<void>(() => {});

beforeEach(() => {
  ledger = new RefreshLedger({ lost: () => {}, problem: () => {} });
  store = memoryStore();
  losses = new Losses(store, ledger, never, () => {});
});

async function holds(record: Partial<TokenRecord>): Promise<void> {
  const claim = await store.claim(0, { duration: 1000 });
  await claim?.commit({ revision: 1, obtainedAt: 0, ...record });
}

/** The token was sent so many times without an answer. */
function unanswered(times: number): Partial<TokenRecord> {
  const retry = { code: "in_doubt", reason: "", at: Date.now() + 8_000, wait: 8_000 } as const;
  return { tokens: { accessToken: "a1", refreshToken: "r1" }, unanswered: times, retry };
}

it("excuses a request that meets a lost login", async () => {
  losses.open(loss);
  expect(await losses.explains(request)).toBe(true);
});

it.each([
  ["that had ended before the kill", { endedAt: 149 }],
  ["that is not told of the lost answer", { detail: "rejected" }],
  ["that failed for another reason", { code: "timeout" }],
  ["that was answered 401", { code: "status 401" }],
])("does not excuse a request %s", async (_, changes) => {
  losses.open(loss);
  expect(await losses.explains({ ...request, ...changes })).toBe(false);
});

it("does not excuse a request that has begun long after the new login", async () => {
  losses = new Losses(
    store,
    ledger,
    async () => {},
    () => {},
  );
  losses.open(loss);
  await losses.over;
  expect(await losses.explains(request)).toBe(true);
  const begunAt = Date.now() + 2_000;
  expect(await losses.explains({ ...request, begunAt, endedAt: begunAt })).toBe(false);
});

it.each(["in_doubt", "timeout"])(
  "excuses %s while each request without an answer is that of a killed process",
  async (code) => {
    ledger.loggedIn("r1");
    await holds(unanswered(2));
    ledger.killed(1);
    expect(await losses.explains({ ...request, code })).toBe(false);
    ledger.killed(2);
    expect(await losses.explains({ ...request, code })).toBe(true);
    expect(losses.all).toEqual([]);
  },
);

it("does not excuse in_doubt after one request without an answer: the next one goes out at once", async () => {
  ledger.loggedIn("r1");
  await holds(unanswered(1));
  ledger.killed(1);
  expect(await losses.explains({ ...request, code: "in_doubt" })).toBe(false);
});

it("does not excuse in_doubt of a token that the provider has refused", async () => {
  ledger.loggedIn("r1");
  await holds({ ...unanswered(2), refusal: { code: "invalid_grant", message: "" } });
  for (const worker of [1, 2]) ledger.killed(worker);
  expect(await losses.explains({ ...request, code: "in_doubt" })).toBe(false);
});

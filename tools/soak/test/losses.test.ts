import { memoryStore, type TokenRecord, type TokenStore } from "@refresh-once/core";
import { beforeEach, expect, it } from "vitest";
import { Losses } from "../src/losses.ts";
import type { FailedRequest } from "../src/messages.ts";
import { RefreshLedger } from "../src/refresh-ledger.ts";

const request: FailedRequest = {
  client: "fetch",
  code: "in_doubt",
  detail: "",
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

const inDoubt = { code: "in_doubt", message: "" } as const;
const tokens = { accessToken: "a1", refreshToken: "r1" };

it("excuses a request that meets a lost login", async () => {
  losses.open(loss);
  expect(await losses.explains(request)).toBe(true);
});

it.each([
  ["that had ended before the kill", { endedAt: 149 }],
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

it("excuses a token that was given up after two kills, and none after one", async () => {
  ledger.loggedIn("r1");
  await holds({ tokens, unanswered: 2, refusal: inDoubt });
  const failed = () => losses.explains({ ...request, begunAt: Date.now(), endedAt: Date.now() });
  ledger.killed(1);
  expect(await failed()).toBe(false);
  ledger.killed(2);
  expect(await failed()).toBe(true);
  expect(losses.all).toMatchObject([{ kind: "killed twice in a row" }]);
});

it("does not excuse an account that was given up without two sends", async () => {
  ledger.loggedIn("r1");
  await holds({ tokens, unanswered: 1, refusal: inDoubt });
  for (const worker of [1, 2]) ledger.killed(worker);
  const failed = { ...request, begunAt: Date.now(), endedAt: Date.now() };
  expect(await losses.explains(failed)).toBe(false);
});

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { formatOutages } from "../../src/outages/outage-report.ts";
import { OutageWatch } from "../../src/outages/outage-watch.ts";
import type { FailedRequest } from "../../src/processes/messages.ts";

let watch: OutageWatch;
let calls: number;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  watch = new OutageWatch(["a", "b"], () => {});
  calls = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

/** The provider refreshes an account, as it is asked to. */
function refresh(account: string): void {
  const call = watch.ledger.received({ worker: 1, account, call: ++calls }, `${account}${calls}`);
  watch.ledger.spent(call);
  watch.ledger.issued(call, "access", `${account}${calls + 1}`);
}

function fail(request: Partial<FailedRequest>): void {
  const [begunAt, endedAt] = [Date.now(), Date.now()];
  const failure = { account: "a", client: "fetch", code: "timeout", detail: "", begunAt, endedAt };
  watch.told(1, { kind: "failed", request: { kind: "transient", ...failure, ...request } });
}

function send(worker: number, account: string, begunAt: number, endedAt: number): void {
  const sender = { worker, account, call: 1 };
  watch.told(worker, { kind: "sending", sender, begunAt });
  watch.told(worker, { kind: "sent", sent: { sender, begunAt, endedAt, outcome: "502" } });
}

/** An outage from 10 s to 40 s. */
function outage() {
  vi.setSystemTime(10_000);
  const cycle = watch.begin("502 with a page");
  cycle.down();
  vi.setSystemTime(39_999);
  return cycle;
}

it("finds nothing wrong with callers that are told to wait, and accounts that come back", () => {
  for (const account of ["a", "b"]) refresh(account);
  const cycle = outage();
  send(1, "a", 20_000, 20_010);
  send(2, "a", 20_010, 20_020);
  expect(cycle.isMet).toBe(true);
  fail({});
  fail({ code: "in_doubt", kind: "in_doubt" });
  cycle.ended();
  refresh("a");
  expect(watch.missing).toEqual(["b"]);
  vi.setSystemTime(42_000);
  refresh("b");
  expect(watch.missing).toEqual([]);
  expect(watch.problems).toEqual([]);
  expect(formatOutages(watch)).toMatch(
    /^502 with a page +1 +2 +2,001 ms +0 +2 \(502: 2\) +2 \(timeout: 1, in_doubt: 1\)$/m,
  );
});

it("sees a login that is lost", () => {
  const cycle = outage();
  fail({ code: "invalid_grant", kind: "terminal", detail: "log in again" });
  expect(watch.problems).toEqual([
    "a failure that no outage explains: a, worker 1, fetch: invalid_grant log in again",
  ]);
  expect([...cycle.lost]).toEqual(["a"]);
});

it("sees a failure of the resource", () => {
  outage();
  const failure = { account: "a", client: "fetch", code: "status 401", detail: "" };
  watch.told(1, { kind: "failed", request: { ...failure, begunAt: 20_000, endedAt: 20_001 } });
  expect(watch.problems).toHaveLength(1);
});

it.each([
  ["before the first outage", () => {}],
  [
    "long after an outage",
    () => {
      outage().ended();
      refresh("a");
      vi.setSystemTime(42_000);
    },
  ],
])("sees a failure %s", (_, happen) => {
  happen();
  fail({});
  expect(watch.problems).toHaveLength(1);
});

it("sees a refresh that gets through an outage", () => {
  outage();
  refresh("a");
  expect(watch.problems).toEqual(["a was refreshed during the outage (502 with a page)"]);
});

it("sees two requests for one account at the same time, and not for two", () => {
  send(1, "a", 1_000, 2_000);
  send(2, "b", 1_500, 1_600);
  send(3, "a", 2_000, 2_100);
  expect(watch.problems).toEqual([]);
  send(2, "a", 1_999, 2_001);
  expect(watch.problems).toEqual([
    "two requests with one refresh token at the same time: 2/a/1 and 1/a/1",
    "two requests with one refresh token at the same time: 2/a/1 and 3/a/1",
  ]);
});

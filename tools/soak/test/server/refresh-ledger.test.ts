import { beforeEach, expect, it, vi } from "vitest";
import type { Loss } from "../../src/server/loss.ts";
import type { RefreshCall } from "../../src/server/refresh-call.ts";
import { RefreshLedger } from "../../src/server/refresh-ledger.ts";

const used = "refresh token already used";
let problems: string[];
let losses: Loss[];
let ledger: RefreshLedger;

beforeEach(() => {
  problems = [];
  losses = [];
  ledger = new RefreshLedger({
    lost: (loss) => losses.push(loss),
    problem: (description) => problems.push(description),
  });
  ledger.loggedIn("r1");
});

/** The provider does what it is asked for. */
function rotate(call: RefreshCall, accessToken: string, next: string): void {
  ledger.spent(call);
  ledger.issued(call, accessToken, next);
}

const first = { worker: 1, account: "a", call: 1 };
const second = { worker: 2, account: "a", call: 1 };
const third = { worker: 3, account: "a", call: 1 };

it("finds nothing wrong with a token that is sent once", () => {
  rotate(ledger.received(first, "r1"), "a2", "r2");
  ledger.stored(first);
  expect(problems).toEqual([]);
  expect(ledger.counts).toMatchObject({ logins: 1, refreshes: 1, needless: 0, healed: 0 });
});

it("sees a token that is sent again while its first request is under way", () => {
  ledger.received(first, "r1");
  ledger.received(second, "r1");
  expect(problems).toEqual([
    "refresh token sent by worker 2/a/1: another request with it is under way",
  ]);
});

it("lets a token be sent again and again while nobody has got an answer", () => {
  for (const sender of [first, second]) {
    ledger.received(sender, "r1").repliedAt = Date.now();
    ledger.killed(sender.worker);
  }
  ledger.received(third, "r1").isGone = true;
  rotate(ledger.received({ ...third, call: 2 }, "r1"), "a2", "r2");
  expect(problems).toEqual([]);
});

it("sees a token that is sent again although its sender has got an answer", () => {
  ledger.received(first, "r1").repliedAt = Date.now();
  ledger.received(second, "r1");
  expect(problems).toEqual(["refresh token sent by worker 2/a/1: its answer had been received"]);
});

it("sees a spent token whose successor had been stored, however late that is told", () => {
  rotate(ledger.received(first, "r1"), "a2", "r2");
  ledger.killed(1);
  ledger.refused(ledger.received(second, "r1"), used);
  expect(problems).toEqual([]);
  ledger.stored(first);
  expect(problems).toEqual(["refresh token sent by worker 2/a/1: its successor had been stored"]);
});

it("sees the reuse of a token whose successor had been stored before its sender was killed", () => {
  rotate(ledger.received(first, "r1"), "a2", "r2");
  ledger.stored(first);
  ledger.killed(1);
  ledger.refused(ledger.received(second, "r1"), used);
  expect(problems).toEqual([
    "refresh token sent by worker 2/a/1: its successor had been stored",
    `refresh token sent by worker 2/a/1: it was refused (${used})`,
  ]);
  expect(losses).toEqual([]);
});

it("sees a server that rotates one token twice", () => {
  const calls = [ledger.received(first, "r1")];
  ledger.killed(1);
  calls.push(ledger.received(second, "r1"));
  for (const call of calls) rotate(call, "a2", "r2");
  expect(problems).toEqual(["refresh token sent by worker 2/a/1: it was rotated twice"]);
});

it.each([used, "refresh token not found", "grant not found"])("sees a refusal: %s", (reason) => {
  ledger.refused(ledger.received(first, "r1"), reason);
  expect(problems).toEqual([`refresh token sent by worker 1/a/1: it was refused (${reason})`]);
});

it("explains the reuse of a token whose sender was killed before the reply", () => {
  rotate(ledger.received(first, "r1"), "a2", "r2");
  ledger.killed(1);
  ledger.refused(ledger.received(second, "r1"), used);
  expect(problems).toEqual([]);
  expect(losses).toMatchObject([{ kind: "killed before the reply" }]);
});

it("explains that a lost login is refused again when the process that was told so is killed", () => {
  rotate(ledger.received(first, "r1"), "a2", "r2");
  ledger.killed(1);
  ledger.refused(ledger.received(second, "r1"), used);
  ledger.killed(2);
  ledger.refused(ledger.received(third, "r1"), "refresh token not found");
  expect(problems).toEqual([]);
  expect(losses).toHaveLength(1);
});

it("explains the reuse of a token whose first call is still under way", () => {
  ledger.spent(ledger.received(first, "r1"));
  ledger.killed(1);
  ledger.refused(ledger.received(second, "r1"), used);
  expect(problems).toEqual([]);
  expect(losses).toHaveLength(1);
});

it("tells a kill in front of the stored reply from one before the reply", () => {
  vi.useFakeTimers();
  const call = ledger.received(first, "r1");
  rotate(call, "a2", "r2");
  call.repliedAt = Date.now();
  vi.advanceTimersByTime(7);
  ledger.killed(1);
  ledger.refused(ledger.received(second, "r1"), used);
  vi.useRealTimers();
  expect(losses).toMatchObject([
    {
      kind: "killed before the reply was stored",
      explanation: "worker 1 was killed 7 ms after the reply, before it was stored",
    },
  ]);
});

it("counts a send that a kill has cut off as healed by the resend, and not before", () => {
  ledger.cutOff(ledger.received(first, "r1"));
  expect(problems).toEqual([
    "refresh token sent by worker 1/a/1: its sender hung up, and is alive",
  ]);
  ledger.killed(1);
  const resend = ledger.received(second, "r1");
  expect(ledger.unhealed).toBe(1);
  rotate(resend, "a2", "r2");
  expect(ledger.unhealed).toBe(0);
  expect(ledger.counts).toMatchObject({ cutOff: 1, healed: 1 });
});

it("does not count a resend that is cut off after the rotation: there is nothing to make good", () => {
  rotate(ledger.received(first, "r1"), "a2", "r2");
  ledger.killed(1);
  ledger.killed(2);
  ledger.cutOff(ledger.received(second, "r1"));
  expect(problems).toEqual([]);
  expect(ledger.unhealed).toBe(0);
  expect(ledger.counts).toMatchObject({ cutOff: 0, healed: 0 });
});

it("counts a refresh as needless while its access token is young and was not rejected", () => {
  rotate(ledger.received(first, "r1"), "a2", "r2");
  rotate(ledger.received(first, "r2"), "a3", "r3");
  expect(ledger.counts).toMatchObject({ refreshes: 2, needless: 1 });
  ledger.rejected("a3");
  rotate(ledger.received(first, "r3"), "a4", "r4");
  expect(ledger.counts).toMatchObject({ refreshes: 3, needless: 1 });
});

import { expect, vi } from "vitest";
import type { Adapter } from "../adapter.ts";
import type { Case } from "../case.ts";
import { gate } from "../gate.ts";
import { type Lab, openLab } from "../lab.ts";

const reason = new Error("mine");

/** What an aborted call ends with. */
function endOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => "an answer",
    (error: unknown) => error,
  );
}

function expectAborted({ isAbort }: Adapter, error: unknown, signal: AbortSignal): void {
  expect(isAbort(error, signal) || error).toBe(true);
}

/** Whatever an aborted call would still send has arrived when a later call of another is answered. */
async function expectSendings({ client, resource }: Lab, sendings: number): Promise<void> {
  expect((await client({ url: `${resource.origin}/later` })).status).toBe(200);
  expect(resource.received.filter(({ path }) => path !== "/later")).toHaveLength(sendings);
}

const before: Case = {
  property: "P4",
  title: "the caller aborts before the request",
  wanted:
    "the call rejects with the reason of the abort (axios: a `CanceledError`); nothing is sent, and nothing is refreshed",
  async check(adapter) {
    await using lab = await openLab(adapter);
    const signal = AbortSignal.abort(reason);
    const url = lab.resource.origin;
    expectAborted(adapter, await endOf(lab.client({ url, signal })), signal);
    expect(lab.refreshes()).toBe(0);
    await expectSendings(lab, 0);
  },
};

const whileWaiting: Case = {
  property: "P4",
  title: "ten callers wait for a refresh, and the one that started it aborts",
  wanted:
    "its call rejects at once with the reason of the abort (axios: a `CanceledError`); the refresh goes on, and the other nine get their responses",
  async check(adapter) {
    const refresh = gate();
    await using lab = await openLab(adapter, { refreshAfter: refresh.passed });
    const renew = vi.spyOn(lab.tokens, "renew");
    const url = `${lab.resource.origin}/`;
    const abort = new AbortController();
    const { signal } = abort;
    const waiting = (callers: number) =>
      vi.waitUntil(() => renew.mock.calls.length === callers, { interval: 1 });
    const aborted = endOf(lab.client({ url, signal }));
    await waiting(1);
    const others = Promise.all(Array.from({ length: 9 }, () => lab.client({ url })));
    await waiting(10);
    abort.abort(reason);
    // The refresh is still held up.
    expectAborted(adapter, await aborted, signal);
    refresh.open();
    expect((await others).map(({ status }) => status)).toEqual(Array(9).fill(200));
    expect(lab.refreshes()).toBe(1);
    await expectSendings(lab, 10 + 9);
  },
};

const betweenRefreshAndRetry: Case = {
  property: "P4",
  title: "the caller aborts between the refresh and the retry",
  wanted:
    "the call rejects with the reason of the abort (axios: a `CanceledError`); nothing more is sent",
  async check(adapter) {
    await using lab = await openLab(adapter);
    const abort = new AbortController();
    const renew = lab.tokens.renew.bind(lab.tokens);
    vi.spyOn(lab.tokens, "renew").mockImplementationOnce(async (...args) => {
      const fresh = await renew(...args);
      abort.abort(reason);
      return fresh;
    });
    const { signal } = abort;
    const url = `${lab.resource.origin}/`;
    expectAborted(adapter, await endOf(lab.client({ url, signal })), signal);
    expect(lab.refreshes()).toBe(1);
    await expectSendings(lab, 1);
  },
};

const duringRetry: Case = {
  property: "P4",
  title: "the caller aborts during the retry",
  wanted:
    "the call rejects at once with the reason of the abort (axios: a `CanceledError`); nothing more is sent",
  async check(adapter) {
    await using lab = await openLab(adapter);
    const answer = gate();
    lab.resource.answer(async ({ path, headers }) => {
      if (path === "/" && headers.authorization === "Bearer a1") await answer.passed;
      return undefined;
    });
    const abort = new AbortController();
    const { signal } = abort;
    const aborted = endOf(lab.client({ url: `${lab.resource.origin}/`, signal }));
    await lab.arrived(2);
    abort.abort(reason);
    // The answer is still held up.
    expectAborted(adapter, await aborted, signal);
    answer.open();
    await expectSendings(lab, 2);
    expect(lab.refreshes()).toBe(1);
  },
};

/** Aborts by the caller. */
export const abortCases: readonly Case[] = [
  before,
  whileWaiting,
  betweenRefreshAndRetry,
  duringRetry,
];

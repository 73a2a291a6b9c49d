import { setTimeout as after } from "node:timers/promises";
import { fileStore } from "@refresh-once/core/file";
import { expect } from "vitest";
import type { Call, Settled } from "../../src/crash/protocol.ts";
import { type Account, openAccount } from "./account.ts";
import { StoreProcess } from "./process.ts";

/** Of the workers, ms; their claims are theirs for 5 s more. */
export const refreshDeadline = 1_000;

/** What a caller may be answered later than at its deadline, in ms for which its process ran. */
const tolerance = 500;

/** An account whose file is watched, with two processes that share it. */
export interface Watched extends AsyncDisposable {
  readonly account: Account;
  readonly holder: StoreProcess;
  readonly other: StoreProcess;
  readonly seed: { readonly refreshToken: string };
  /** P1 and P3: how often each token went out, and in which order revisions were seen. */
  check(seen: { readonly resends: number; readonly reuses: number }): Promise<void>;
}

/** @param patience the holder's own deadline, ms */
export async function openWatched(module: URL, patience = refreshDeadline): Promise<Watched> {
  const account = await openAccount();
  const { target, path } = account;
  const seed = account.login();
  const store = fileStore(path);
  const revisions: number[] = [];
  let looked: Promise<void> = Promise.resolve();
  // One after the other: of two reads at once, the later one may end first.
  const look = () => {
    looked = looked.then(async () => {
      revisions.push((await store.read())?.revision ?? 0);
    });
    return looked;
  };
  const unsubscribe = store.subscribe?.(look);
  const job = { target, path, seed, refreshDeadline };
  const [holder, other] = await Promise.all([
    StoreProcess.start(module, { ...job, refreshDeadline: patience }),
    StoreProcess.start(module, job),
  ]);
  return {
    account,
    holder,
    other,
    seed,
    async check({ resends, reuses }) {
      await look();
      expect(revisions).toEqual([...revisions].sort((one, next) => one - next));
      const times = [...account.sends().values()];
      expect(times.filter((sends) => sends > 1)).toEqual(Array(resends).fill(2));
      expect(account.reuses()).toBe(reuses);
    },
    async [Symbol.asyncDispose]() {
      unsubscribe?.();
      await Promise.all([holder[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]);
      await account[Symbol.asyncDispose]();
    },
  };
}

/** What a call ends with when its deadline passes: in its wait, or before its tokens are stored. */
const late: readonly Settled["code"][] = ["timeout", "not_persisted"];

/**
 * P4: asks until it is not the deadline that answers; each answer comes by the deadline. On a busy
 * machine the deadline may also pass when there is nothing to wait for.
 */
export async function askUntilDecided(
  process: StoreProcess,
  what: Call["do"] = "get",
): Promise<Settled> {
  for (;;) {
    const settled = await process.ask(what);
    expect(settled.ms).toBeLessThan(refreshDeadline + tolerance);
    if (!late.includes(settled.code)) return settled;
  }
}

/**
 * Asks for tokens until something has happened, and comes back without waiting for the answer. On a
 * busy machine the deadline may pass before it happens: then it asks again.
 */
export async function askUntil(
  process: StoreProcess,
  call: Omit<Call, "do">,
  hasHappened: () => boolean | Promise<boolean>,
): Promise<{ readonly late: Promise<Settled> }> {
  for (;;) {
    let isSettled = false;
    const late = process.ask("get", call).finally(() => {
      isSettled = true;
    });
    while (!isSettled && !(await hasHappened())) await after(2);
    if (await hasHappened()) return { late };
  }
}

/** P4: a process that was stopped for longer than its deadline answers as soon as it runs again. */
export async function wake(process: StoreProcess, settled: Promise<Settled>): Promise<Settled> {
  process.kill("SIGCONT");
  const answer = await settled;
  expect(answer.ms).toBeLessThan(refreshDeadline + tolerance);
  return answer;
}

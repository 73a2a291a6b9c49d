import { fileStore } from "@refresh-once/core/file";
import { expect } from "vitest";
import type { Call, Settled } from "../src/protocol.ts";
import { type Account, openAccount } from "./account.ts";
import { StoreProcess } from "./process.ts";

/** Of the workers, ms; their claims are theirs for 5 s more. */
export const refreshDeadline = 1_000;

/** What a busy machine may add to a deadline, ms. */
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
  const look = async () => {
    revisions.push((await store.read())?.revision ?? 0);
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

/** P4: asks until it is not the deadline that answers; each answer comes by the deadline. */
export async function askUntilDecided(
  process: StoreProcess,
  what: Call["do"] = "get",
): Promise<Settled> {
  for (;;) {
    const settled = await process.ask(what);
    expect(settled.ms).toBeLessThan(refreshDeadline + tolerance);
    if (settled.code !== "timeout") return settled;
  }
}

/** P4: who was away longer than its deadline is answered as soon as it is back. */
export async function wake(process: StoreProcess, settled: Promise<Settled>): Promise<Settled> {
  const start = performance.now();
  process.kill("SIGCONT");
  const answer = await settled;
  expect(performance.now() - start).toBeLessThan(refreshDeadline + tolerance);
  return answer;
}

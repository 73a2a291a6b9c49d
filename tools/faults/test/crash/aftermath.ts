import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileStore } from "@refresh-once/core/file";
import type { TokenRecord } from "@refresh-once/core/store";
import type { Settled } from "../../src/crash/protocol.ts";
import { type Account, openAccount } from "./account.ts";
import { type KillPoint, killAt, killPointsOf, recordCalls } from "./kill-points.ts";
import { StoreProcess } from "./process.ts";
import { traceable } from "./strace.ts";

/** What kind of refresh is cut short, and how the server takes a token that it has seen. */
export interface Setting {
  /** The first of all, with no file yet, or one of a process that has refreshed before. */
  readonly refresh: "first" | "second";
  /** For how long the server answers a spent token again, ms. */
  readonly graceWindow: number;
}

/** What was found after a process had died, and after another was started in its place. */
export interface Aftermath {
  readonly isKilled: boolean;
  /** What the process has told of as stored. */
  readonly reported: Reported;
  /** The file when it was dead. */
  readonly stored: TokenRecord | undefined;
  /** Whether the reply was written by then, be it not committed yet. */
  readonly isReplyWritten: boolean;
  /** How often the token that it was to spend was sent, by both. */
  readonly sends: number;
  readonly reuses: number;
  /** How the tokens for the first request of the next process were come by, and the ms of that. */
  readonly restart: Settled;
  /** In the folder, after that. */
  readonly names: readonly string[];
}

interface Reported {
  readonly revision: number;
  readonly refreshToken: string | undefined;
}

interface Run {
  readonly account: Account;
  readonly process: StoreProcess;
  readonly seed: { readonly refreshToken: string };
  readonly reported: Reported;
}

/** A process that is about to make the refresh that is cut short. */
async function prepare(module: URL, { refresh, graceWindow }: Setting): Promise<Run> {
  const account = await openAccount();
  account.configure({ graceWindow });
  const seed = account.login();
  const process = await startIn(module, account, seed);
  if (refresh === "first") {
    return { account, process, seed, reported: { revision: 0, refreshToken: undefined } };
  }
  const { refreshToken } = await process.ask("get");
  return { account, process, seed, reported: { revision: 1, refreshToken } };
}

function startIn(module: URL, { target, path }: Account, seed: Run["seed"]): Promise<StoreProcess> {
  return StoreProcess.start(module, { target, path, seed }, traceable);
}

/** A request, to whose first token the resource answers 401. */
async function requestOf(process: StoreProcess): Promise<Settled> {
  const first = await process.ask("get");
  if (first.code) return first;
  const second = await process.ask("renew");
  return { ...second, ms: first.ms + second.ms };
}

/** Processes that go on where another has died: as each of them lives on, it can follow several. */
export class Successors implements AsyncDisposable {
  readonly #module: URL;
  readonly #all: StoreProcess[] = [];
  readonly #idle: StoreProcess[] = [];

  constructor(module: URL) {
    this.#module = module;
  }

  /** Has one of them make a request, as if it had just been started. */
  async requestFor(account: Account, seed: Run["seed"]): Promise<Settled> {
    const process = this.#idle.pop() ?? (await this.#start(account, seed));
    await process.order({ do: "open", path: account.path, target: account.target, seed });
    const settled = await requestOf(process);
    this.#idle.push(process);
    return settled;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#all.map((process) => process[Symbol.asyncDispose]()));
  }

  async #start({ target, path }: Account, seed: Run["seed"]): Promise<StoreProcess> {
    const process = await StoreProcess.start(this.#module, { target, path, seed });
    this.#all.push(process);
    return process;
  }
}

/** The system calls of one such refresh. */
export async function findKillPoints(module: URL, setting: Setting): Promise<KillPoint[]> {
  const { account, process } = await prepare(module, setting);
  await using _account = account;
  await using _process = process;
  const lines = await recordCalls(process, account, () => process.ask("renew"));
  return killPointsOf(lines, account);
}

/** How a process is to die. */
export interface Death {
  readonly module: URL;
  readonly setting: Setting;
  readonly successors: Successors;
}

/** Has a process die at one system call, or after the last where there is no point; another goes on. */
export async function dieAt(
  { module, setting, successors }: Death,
  point?: KillPoint,
): Promise<Aftermath> {
  const { account, process, seed, reported } = await prepare(module, setting);
  await using _account = account;
  await using _process = process;
  if (point) await killAt(process, point);
  const settled = await process.settled({ do: "renew" });
  await process[Symbol.asyncDispose]();
  const stored = await fileStore(account.path).read();
  const isReplyWritten = await hasReply(account, reported.revision + 1);
  const restart = await successors.requestFor(account, seed);
  return {
    isKilled: settled === undefined,
    reported: settled
      ? { revision: reported.revision + 1, refreshToken: settled.refreshToken }
      : reported,
    stored,
    isReplyWritten,
    sends: account.sends().get(reported.refreshToken ?? seed.refreshToken) ?? 0,
    reuses: account.reuses(),
    restart,
    names: await account.namesAtRest(),
  };
}

/** Whether a file of the account holds the whole record of a revision. */
async function hasReply(account: Account, revision: number): Promise<boolean> {
  const names = (await account.names()).filter((name) => /\.(json|commit)$/.test(name));
  const texts = await Promise.all(
    names.map((name) => readFile(join(account.folder, name), "utf8")),
  );
  return texts.some((text) => revisionIn(text) === revision);
}

function revisionIn(text: string): unknown {
  try {
    return JSON.parse(text).revision;
  } catch {
    return undefined;
  }
}

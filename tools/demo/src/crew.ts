import type { Job } from "./job.ts";
import { Member } from "./member.ts";
import type { Tally } from "./tally.ts";

/** How long workers may take to stop, ms: one refresh deadline for requests, one to close, and some more. */
const patience = 25_000;

/** All worker processes. None outlives its scope or this process. */
export class Crew implements Disposable {
  /** Aborted when the first of them ends. */
  readonly shrunk: AbortSignal;
  readonly #members: readonly Member[];
  readonly #kill = () => {
    for (const member of this.#members) member.kill();
  };

  /** @param module that each of them runs */
  constructor(module: URL, jobs: readonly Job[]) {
    this.#members = jobs.map((job) => new Member(module, job));
    const shrinking = new AbortController();
    this.shrunk = shrinking.signal;
    for (const { ended } of this.#members) ended.then(() => shrinking.abort());
    // Before the token folder goes, which they write to.
    process.prependListener("exit", this.#kill);
  }

  get pids(): readonly number[] {
    return this.#members.map(({ pid }) => pid);
  }

  get tallies(): readonly Tally[] {
    return this.#members.flatMap(({ tallies }) => tallies);
  }

  /** Lets them start together, as soon as the last of them is ready or the first is dead. */
  async start(): Promise<void> {
    const ready = Promise.all(this.#members.map((member) => member.ready));
    await Promise.race([ready, ...this.#members.map(({ ended }) => ended)]);
    for (const member of this.#members) member.tell("start");
  }

  /** Waits for the requests under way; resolves with those that ended otherwise. */
  async stop(): Promise<readonly string[]> {
    for (const member of this.#members) member.tell("stop");
    const impatience = setTimeout(this.#kill, patience);
    const endings = await Promise.all(this.#members.map(({ ended }) => ended));
    clearTimeout(impatience);
    return endings.flatMap((ending) => (ending.kind === "died" ? [ending.how] : []));
  }

  [Symbol.dispose](): void {
    process.off("exit", this.#kill);
    this.#kill();
  }
}

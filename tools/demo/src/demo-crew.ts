import { Crew, type Ending, type Member } from "@refresh-once/processes";
import type { Job } from "./job.ts";
import { isWorkerMessage, type Order, type WorkerMessage } from "./messages.ts";
import type { Tally } from "./tally.ts";

/** How long workers may take to stop, ms: one refresh deadline for requests, one to close, and more on a busy machine. */
const patience = 60_000;

/** All worker processes of a demo, and what they have counted. */
export class DemoCrew implements Disposable {
  /** Aborted when the first of them ends. */
  readonly shrunk: AbortSignal;
  readonly #crew = new Crew<WorkerMessage>();
  readonly #members: readonly Member<WorkerMessage>[];
  readonly #tallies: (readonly Tally[])[] = [];

  /** @param module that each of them runs */
  constructor(module: URL, jobs: readonly Job[]) {
    this.#members = jobs.map((job, index) =>
      this.#crew.start({ module, job, isMessage: isWorkerMessage }, (message) => {
        if (message.kind !== "ready") this.#tallies[index] = message.tallies;
      }),
    );
    const shrinking = new AbortController();
    this.shrunk = shrinking.signal;
    for (const { ended } of this.#members) ended.then(() => shrinking.abort());
  }

  get pids(): readonly number[] {
    return this.#members.map(({ pid }) => pid);
  }

  get tallies(): readonly Tally[] {
    return this.#tallies.flat();
  }

  /** Lets them start together, as soon as the last of them is ready or the first is dead. */
  async start(): Promise<void> {
    const ready = Promise.all(this.#members.map((member) => member.ready));
    await Promise.race([ready, ...this.#members.map(({ ended }) => ended)]);
    for (const member of this.#members) member.send("start" satisfies Order);
  }

  /** Waits for the requests under way; resolves with the processes that did not finish. */
  async stop(): Promise<readonly string[]> {
    await this.#crew.stop("stop" satisfies Order, patience);
    const deaths = this.#members.map(async ({ pid, ended }) => deathOf(pid, await ended));
    return (await Promise.all(deaths)).flat();
  }

  [Symbol.dispose](): void {
    this.#crew[Symbol.dispose]();
  }
}

function deathOf(pid: number, ending: Ending): readonly string[] {
  if (ending === "finished") return [];
  const how = ending === "killed" ? `did not stop within ${patience} ms` : ending.died;
  return [`process ${pid}: ${how}`];
}

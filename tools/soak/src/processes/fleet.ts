import { setTimeout as sleep } from "node:timers/promises";
import type { Job } from "./job.ts";
import { Member } from "./member.ts";
import type { WorkerMessage } from "./messages.ts";

/** How long requests under way may take after the stop, ms: a refresh deadline, and some more. */
const patience = 15_000;

/** Told what the workers say and how they end. */
export interface FleetEvents {
  told(worker: number, message: WorkerMessage): void;
  /** Before it happens. */
  killing(worker: number): void;
  /** Nobody had killed it. */
  died(how: string): void;
}

/** So many worker processes at any time: in the place of one that is killed comes another. */
export class Fleet implements Disposable {
  readonly #module: URL;
  readonly #job: Omit<Job, "worker">;
  readonly #events: FleetEvents;
  readonly #members = new Map<number, Member>();
  #started = 0;
  #isStopping = false;
  readonly #killAll = () => {
    for (const member of this.#members.values()) member.kill();
  };

  constructor(module: URL, job: Omit<Job, "worker">, size: number, events: FleetEvents) {
    this.#module = module;
    this.#job = job;
    this.#events = events;
    // Before the token folder goes, which they write to.
    process.prependListener("exit", this.#killAll);
    for (let count = 0; count < size; count++) this.#start();
  }

  get pids(): readonly number[] {
    return [...this.#members.values()].map(({ pid }) => pid);
  }

  /** Those that make requests. */
  get ready(): readonly Member[] {
    return [...this.#members.values()].filter(({ isReady }) => isReady);
  }

  kill(worker: number): void {
    const member = this.#members.get(worker);
    if (!member?.isReady || this.#isStopping) return;
    this.#events.killing(worker);
    member.kill();
  }

  /** Waits for one that makes requests; `undefined` when there will be none any more. */
  async oneReady(): Promise<Member | undefined> {
    while (this.ready.length === 0 && !this.#isStopping) await sleep(20);
    return this.ready[0];
  }

  /** Waits for the requests under way. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const members = [...this.#members.values()];
    for (const member of members) member.stop();
    const impatience = setTimeout(() => {
      for (const { number } of this.#members.values()) {
        this.#events.died(`worker ${number} did not end within ${patience} ms`);
      }
      this.#killAll();
    }, patience);
    await Promise.all(members.map(({ ended }) => ended));
    clearTimeout(impatience);
  }

  [Symbol.dispose](): void {
    this.#isStopping = true;
    process.off("exit", this.#killAll);
    this.#killAll();
  }

  #start(): void {
    const worker = ++this.#started;
    const job = { ...this.#job, worker };
    const member = new Member(this.#module, job, (message) => this.#events.told(worker, message));
    this.#members.set(worker, member);
    member.ended.then((ending) => {
      this.#members.delete(worker);
      if (typeof ending === "object") this.#events.died(ending.died);
      // Who dies by itself would do so again.
      if (ending === "killed" && !this.#isStopping) this.#start();
    });
  }
}

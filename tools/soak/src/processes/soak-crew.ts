import { setTimeout as sleep } from "node:timers/promises";
import { Crew, type Member } from "@refresh-once/processes";
import type { Job, Login, Order } from "./job.ts";
import { isWorkerMessage, type WorkerMessage } from "./messages.ts";

/** How long requests under way may take after the stop, ms: a refresh deadline, and some more. */
const patience = 15_000;

/** Told what the workers say and how they end. */
export interface CrewEvents {
  told(worker: number, message: WorkerMessage): void;
  /** Before it happens. */
  killing(worker: number): void;
  /** Nobody had killed it. */
  died(how: string): void;
}

/** So many worker processes at any time: in the place of one that is killed comes another. */
export class SoakCrew implements Disposable {
  readonly #module: URL;
  readonly #job: Omit<Job, "worker">;
  readonly #events: CrewEvents;
  readonly #crew = new Crew<WorkerMessage>();
  /** Those that run, by their numbers. */
  readonly #members = new Map<number, Member<WorkerMessage>>();
  #started = 0;
  #isStopping = false;
  #loggedIn = () => {};

  constructor(module: URL, job: Omit<Job, "worker">, size: number, events: CrewEvents) {
    this.#module = module;
    this.#job = job;
    this.#events = events;
    for (let count = 0; count < size; count++) this.#start();
  }

  get pids(): readonly number[] {
    return this.#crew.pids;
  }

  /** The numbers of those that make requests. */
  get ready(): readonly number[] {
    return [...this.#members].flatMap(([worker, { isReady }]) => (isReady ? [worker] : []));
  }

  kill(worker: number): void {
    const member = this.#members.get(worker);
    if (!member?.isReady || this.#isStopping) return;
    this.#events.killing(worker);
    member.kill();
  }

  /**
   * Has one of those that make requests store the tokens of a login.
   *
   * @returns `false` if it was killed meanwhile, so that nobody knows whether they are stored
   */
  async login(login: Login): Promise<boolean> {
    const member = await this.#oneReady();
    if (!member) return true;
    const done = new Promise<boolean>((resolve) => {
      this.#loggedIn = () => resolve(true);
    });
    member.send({ kind: "login", ...login } satisfies Order);
    return Promise.race([done, member.ended.then(() => false)]);
  }

  /** Waits for the requests under way. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const late = await this.#crew.stop({ kind: "stop" } satisfies Order, patience);
    for (const { pid } of late) {
      this.#events.died(`process ${pid} did not end within ${patience} ms`);
    }
  }

  [Symbol.dispose](): void {
    this.#isStopping = true;
    this.#crew[Symbol.dispose]();
  }

  /** `undefined` when there will be none any more. */
  async #oneReady(): Promise<Member<WorkerMessage> | undefined> {
    for (;;) {
      const member = [...this.#members.values()].find(({ isReady }) => isReady);
      if (member || this.#isStopping) return member;
      await sleep(20);
    }
  }

  #start(): void {
    const worker = ++this.#started;
    const job: Job = { ...this.#job, worker };
    const start = { module: this.#module, job, isMessage: isWorkerMessage };
    const member = this.#crew.start(start, (message) => {
      if (message.kind === "loggedIn") this.#loggedIn();
      this.#events.told(worker, message);
    });
    this.#members.set(worker, member);
    member.ended.then((ending) => {
      this.#members.delete(worker);
      if (typeof ending === "object") {
        this.#events.died(`worker ${worker} (process ${member.pid}): ${ending.died}`);
      }
      // Who dies by itself would do so again.
      if (ending === "killed" && !this.#isStopping) this.#start();
    });
  }
}

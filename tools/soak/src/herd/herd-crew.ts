import { Crew, type Member } from "@refresh-once/processes";
import {
  type HerdJob,
  type HerdMessage,
  type HerdOrder,
  type HerdOutcome,
  isHerdMessage,
} from "./protocol.ts";

/** How long a process that is stopped may take to say how it went, ms. */
const lastWords = 60_000;

/** The processes of the herd. */
export class HerdCrew implements Disposable {
  /** Of the processes that have finished. */
  readonly outcomes: HerdOutcome[] = [];
  readonly #crew = new Crew<HerdMessage>();
  readonly #members: readonly Member<HerdMessage>[];

  constructor(module: URL, job: HerdJob, size: number) {
    const start = { module, job, isMessage: isHerdMessage };
    this.#members = Array.from({ length: size }, () =>
      this.#crew.start(start, (message) => {
        if (message.kind === "finished") this.outcomes.push(message.outcome);
      }),
    );
  }

  get pids(): readonly number[] {
    return this.#crew.pids;
  }

  /** Resolves when each process has a manager for each account. @throws {Error} if one does not start */
  async ready(): Promise<void> {
    await Promise.all(this.#members.map(({ ready, ended }) => Promise.race([ready, ended])));
  }

  /** Resolves when all callers have what they asked for, or when they are stopped. */
  async askForAll(stop: AbortSignal): Promise<void> {
    for (const member of this.#members) member.send("ask" satisfies HerdOrder);
    const ended = Promise.all(this.#members.map(({ ended }) => ended));
    const stopped = new Promise<void>((resolve) => {
      if (stop.aborted) resolve();
      else stop.addEventListener("abort", () => resolve(), { once: true });
    });
    await Promise.race([ended, stopped]);
    await this.#crew.stop("stop" satisfies HerdOrder, lastWords);
  }

  [Symbol.dispose](): void {
    this.#crew[Symbol.dispose]();
  }
}

import type { RecordableHistogram } from "node:perf_hooks";
import type { TokenStore } from "@refresh-once/core";
import { type Print, Problems } from "../problems.ts";
import type { FailedRequest, WorkerMessage } from "../processes/messages.ts";
import type { CrewEvents } from "../processes/soak-crew.ts";
import type { Loss } from "../server/loss.ts";
import { RefreshLedger } from "../server/refresh-ledger.ts";
import type { Figures, Percentiles } from "./figures.ts";
import { Losses } from "./losses.ts";
import { Tally } from "./tally.ts";

/** All that a soak sees, with what is wrong about it. */
export class Chronicle implements CrewEvents {
  readonly ledger: RefreshLedger;
  readonly losses: Losses;
  readonly #problems: Problems;
  readonly #print: Print;
  readonly #tally = new Tally();
  readonly #begun = performance.now();
  readonly #judging = new Set<Promise<void>>();
  #kills = 0;

  /**
   * @param logIn resolves when the tokens of a new login are in the store
   * @param lifetime of access tokens, s
   */
  constructor(print: Print, store: TokenStore, logIn: () => Promise<void>, lifetime: number) {
    this.#print = print;
    this.#problems = new Problems(print);
    const events = {
      lost: (loss: Loss) => this.losses.open(loss),
      problem: (description: string) => this.problem(description),
    };
    this.ledger = new RefreshLedger(events, lifetime);
    this.losses = new Losses(store, this.ledger, logIn, (loss) => this.#lost(loss));
  }

  get problems(): readonly string[] {
    return this.#problems.all;
  }

  get figures(): Figures {
    const { requests, excused, failed, durations, waits } = this.#tally;
    return {
      ...this.ledger.counts,
      seconds: (performance.now() - this.#begun) / 1000,
      requests,
      excused,
      failed,
      kills: this.#kills,
      losses: this.losses.all.map(({ kind }) => kind),
      durations: percentilesOf(durations),
      waits: percentilesOf(waits),
    };
  }

  told(worker: number, message: WorkerMessage): void {
    if (message.kind === "progress") this.#tally.progressed(message);
    if (message.kind === "stored") this.ledger.stored(message.sender);
    if (message.kind !== "failed") return;
    const judging = this.#judge(worker, message.request).finally(() =>
      this.#judging.delete(judging),
    );
    this.#judging.add(judging);
  }

  killing(worker: number): void {
    this.#kills++;
    this.ledger.killed(worker);
  }

  died(how: string): void {
    this.problem(how);
  }

  problem(description: string): void {
    this.#problems.add(description);
  }

  /** Resolves when all failures so far have been looked into. */
  async judged(): Promise<void> {
    await Promise.all(this.#judging);
  }

  async #judge(worker: number, request: FailedRequest): Promise<void> {
    const isExcused = await this.losses.explains(request);
    this.#tally.failedWith(request, isExcused);
    const { client, code, detail, begunAt, endedAt } = request;
    if (isExcused) return;
    const took = `${endedAt - begunAt} ms, until ${new Date(endedAt).toISOString()}`;
    this.problem(`request of worker ${worker} by ${client} (${took}): ${code} ${detail}`);
  }

  #lost({ kind, explanation }: Loss): void {
    this.#print(`loss ${this.losses.all.length} (${kind}): ${explanation}`);
  }
}

function percentilesOf(histogram: RecordableHistogram): Percentiles {
  const at = (percentile: number) =>
    histogram.count === 0 ? 0 : histogram.percentile(percentile) / 1000;
  return { half: at(50), most: at(99), all: at(100) };
}

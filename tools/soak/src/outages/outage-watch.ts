import { type Print, Problems } from "../problems.ts";
import type { FailedRequest, WorkerMessage } from "../processes/messages.ts";
import type { CrewEvents } from "../processes/soak-crew.ts";
import type { Sent } from "../server/refresh-call.ts";
import { RefreshLedger } from "../server/refresh-ledger.ts";
import { Cycle } from "./cycle.ts";
import type { OutageKind } from "./kinds.ts";
import { OneAtATime } from "./one-at-a-time.ts";

/** All that is seen of a run with outages, with what is wrong about it. */
export class OutageWatch implements CrewEvents {
  readonly ledger: RefreshLedger;
  readonly cycles: Cycle[] = [];
  requests = 0;
  readonly #accounts: readonly string[];
  readonly #problems: Problems;
  readonly #oneAtATime = new OneAtATime((description) => this.problem(description));
  /** Before the first outage. */
  readonly #warm = new Set<string>();

  constructor(accounts: readonly string[], print: Print) {
    this.#accounts = accounts;
    this.#problems = new Problems(print);
    this.ledger = new RefreshLedger({
      // Without kills nothing explains a loss.
      lost: ({ explanation }) => this.problem(`lost login: ${explanation}`),
      problem: (description) => this.problem(description),
      refreshed: (account) => this.#refreshed(account),
    });
  }

  get problems(): readonly string[] {
    return this.#problems.all;
  }

  /** The accounts that were not refreshed since the last outage, or since the start. */
  get missing(): readonly string[] {
    const last = this.cycles.at(-1);
    return this.#accounts.filter((name) => !(last ? last.isBack(name) : this.#warm.has(name)));
  }

  begin(kind: OutageKind): Cycle {
    const cycle = new Cycle(kind);
    this.cycles.push(cycle);
    return cycle;
  }

  told(worker: number, message: WorkerMessage): void {
    if (message.kind === "progress") this.requests += message.durations.length;
    if (message.kind === "sending") this.#cycleAt(message.begunAt)?.sending(message.begunAt);
    if (message.kind === "sent") this.#sent(message.sent);
    if (message.kind === "stored") this.ledger.stored(message.sender);
    if (message.kind === "failed") this.#failed(worker, message.request);
  }

  /** Nobody is killed here. */
  killing(worker: number): void {
    this.problem(`worker ${worker} was killed`);
  }

  died(how: string): void {
    this.problem(how);
  }

  problem(description: string): void {
    this.#problems.add(description);
  }

  #refreshed(account: string): void {
    this.#warm.add(account);
    const wrong = this.cycles.at(-1)?.refreshed(account);
    if (wrong) this.problem(wrong);
  }

  #sent(sent: Sent): void {
    this.#oneAtATime.sent(sent);
    this.#cycleAt(sent.begunAt)?.sent(sent);
  }

  #failed(worker: number, request: FailedRequest): void {
    this.requests++;
    const cycle = this.#cycleAt(request.endedAt);
    const wrong = cycle ? cycle.failedWith(request) : "a failure before the first outage";
    const { account, client, code, detail } = request;
    if (!wrong) return;
    this.problem(`${wrong}: ${account}, worker ${worker}, ${client}: ${code} ${detail}`);
  }

  /** `undefined` before the first outage. Messages of a former one may come when the next has begun. */
  #cycleAt(time: number): Cycle | undefined {
    return this.cycles.findLast(({ begunAt }) => begunAt <= time);
  }
}

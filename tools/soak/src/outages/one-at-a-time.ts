import { type Sent, writeSender } from "../server/refresh-call.ts";

/** So many are compared with each new one: processes may tell of theirs a little later than others. */
const remembered = 50;

/** Finds requests of one account that were under way at the same time, by the clock that all processes share. */
export class OneAtATime {
  readonly #byAccount = new Map<string, readonly Sent[]>();
  readonly #problem: (description: string) => void;

  constructor(problem: (description: string) => void) {
    this.#problem = problem;
  }

  sent(sent: Sent): void {
    const { sender, begunAt, endedAt } = sent;
    const others = this.#byAccount.get(sender.account) ?? [];
    for (const other of others) {
      if (begunAt >= other.endedAt || other.begunAt >= endedAt) continue;
      const senders = `${writeSender(sender)} and ${writeSender(other.sender)}`;
      this.#problem(`two requests with one refresh token at the same time: ${senders}`);
    }
    this.#byAccount.set(sender.account, [...others, sent].slice(-remembered));
  }
}

import type { Serializable } from "node:child_process";
import { Member, type MemberMessage } from "./member.ts";
import type { WorkerStart } from "./worker.ts";

/** Worker processes that work until they are stopped. None outlives the scope or this process. */
export class Crew<Message extends MemberMessage> implements Disposable {
  readonly #members = new Set<Member<Message>>();
  readonly #kill = () => {
    for (const member of this.#members) member.kill();
  };

  constructor() {
    // First of all listeners: others remove the folders that the processes write to.
    process.prependListener("exit", this.#kill);
  }

  get pids(): readonly number[] {
    return [...this.#members].map(({ pid }) => pid);
  }

  start(start: WorkerStart<Message>, told: (message: Message) => void): Member<Message> {
    const member = new Member(start, told);
    this.#members.add(member);
    member.ended.then(() => this.#members.delete(member));
    return member;
  }

  /**
   * Waits until all have done what they were told last, and kills those that take longer.
   *
   * @param patience ms
   * @returns those that were killed
   */
  async stop(order: Serializable, patience: number): Promise<readonly Member<Message>[]> {
    const members = [...this.#members];
    let late: readonly Member<Message>[] = [];
    for (const member of members) member.send(order);
    const impatience = setTimeout(() => {
      late = [...this.#members];
      this.#kill();
    }, patience);
    await Promise.all(members.map(({ ended }) => ended));
    clearTimeout(impatience);
    return late;
  }

  [Symbol.dispose](): void {
    process.off("exit", this.#kill);
    this.#kill();
  }
}

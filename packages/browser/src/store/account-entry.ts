import { changeChannel } from "../context/change-channel.ts";
import { database } from "../context/database.ts";
import type { AccountRow, StoredClaim } from "./account-row.ts";
import { rowOf } from "./stored-row.ts";

/** How long a silent holder of a claim has for its answer, in ms. A page that is not frozen needs some ms. */
const answerLimit = 2_000;

const questionTopic = (id: string) => `alive?:${id}`;
const answerTopic = (id: string) => `alive:${id}`;

/** One account in the database of this origin. */
export class AccountEntry {
  /** Names the account in error messages. */
  readonly place: string;
  readonly #key: string;
  /** What messages about the account are called. */
  readonly #topic: string;

  constructor(key: string) {
    this.#key = key;
    this.#topic = `account:${key}`;
    this.place = `The key ${key} in the database "refresh-once" of this browser`;
  }

  async read(): Promise<AccountRow> {
    return rowOf(await database("accounts").read(this.#key), this.place);
  }

  /** Replaces the row in one transaction, unless `change` returns `undefined`. */
  replace(change: (row: AccountRow) => AccountRow | undefined): Promise<AccountRow | undefined> {
    return database("accounts").replace(this.#key, (value) => change(rowOf(value, this.place)));
  }

  /**
   * Asks the holder of a claim, which has been silent, for a sign of life. Resolves when it answers, when the account
   * changes, or after a while. A holder that was suspended also has this time to restart its lease.
   */
  askHolder({ id, duration }: StoredClaim): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        for (const stop of stops) stop();
        resolve();
      };
      const timer = setTimeout(end, Math.min(duration, answerLimit));
      const stops = [this.listen(end), changeChannel().listen(answerTopic(id), end)];
      changeChannel().announce(questionTopic(id));
    });
  }

  /** Calls `restartLease` whenever another context asks whether the holder of a claim is alive. */
  onQuestion(id: string, restartLease: () => Promise<unknown>): () => void {
    return changeChannel().listen(questionTopic(id), () => {
      restartLease()
        .then(() => changeChannel().announce(answerTopic(id)))
        .catch(() => {});
    });
  }

  /** Calls `changed` after each change. Returns a function that ends this. */
  listen(changed: () => void): () => void {
    return changeChannel().listen(this.#topic, changed);
  }

  announce(): void {
    changeChannel().announce(this.#topic);
  }
}

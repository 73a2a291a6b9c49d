import {
  type Claim,
  type Spending,
  type TokenRecord,
  writeTokenRecord,
} from "@refresh-once/core/store";
import { asciiJson } from "./ascii-json.ts";
import type { Database } from "./database.ts";
import { codeOf, isSqlState } from "./safe-error.ts";
import type { Statements } from "./statements.ts";

/** The data of a claim that is stored in a row. */
export interface ClaimRow {
  readonly key: string;
  readonly revision: number;
  readonly id: string;
  /** The duration of the lease, ms. */
  readonly duration: number;
  /** The payload of the notification about a commit; `undefined` to send none. */
  readonly topic?: string | undefined;
  readonly abandoned?: Spending | undefined;
}

/** A claim that is stored in the account's row. */
export class PostgresClaim implements Claim {
  declare readonly abandoned?: Spending;
  readonly #database: Database;
  readonly #statements: Statements;
  readonly #row: ClaimRow;

  constructor(database: Database, statements: Statements, row: ClaimRow) {
    this.#database = database;
    this.#statements = statements;
    this.#row = row;
    if (row.abandoned) this.abandoned = row.abandoned;
  }

  async extend(): Promise<boolean> {
    const { key, id, duration } = this.#row;
    const values = [key, id, `${duration}`];
    return (await this.#database.run(this.#statements.extend, values)).length > 0;
  }

  async commit(next: TokenRecord): Promise<boolean> {
    const { key, revision, topic } = this.#row;
    const text = asciiJson(writeTokenRecord(next));
    const epochs = asciiJson(next.epochs?.map((epoch) => JSON.stringify(epoch)).join("\n") ?? "");
    const values = [key, `${revision}`, `${next.revision}`, text, epochs];
    if (topic !== undefined) values.push(topic);
    try {
      return (await this.#database.run(this.#statements.commit, values)).length > 0;
    } catch (error) {
      // Restart the lease, so the caller can retry. Only if the server has replied, so it is reachable.
      if (isSqlState(codeOf(error))) await this.extend().catch(() => {});
      throw error;
    }
  }

  async release(): Promise<void> {
    const { key, id } = this.#row;
    await this.#database.run(this.#statements.release, [key, id]);
  }
}

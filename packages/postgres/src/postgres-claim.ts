import {
  type Claim,
  type Spending,
  type TokenRecord,
  writeTokenRecord,
} from "@refresh-once/core/store";
import { asciiJson } from "./ascii-json.ts";
import type { Database } from "./database.ts";
import { codeOf, isSqlState } from "./postgres-error.ts";
import type { Statements } from "./statements.ts";

/** A claim as the table has it. */
export interface ClaimRow {
  readonly key: string;
  readonly revision: number;
  readonly id: string;
  /** Of the lease, ms. */
  readonly duration: number;
  /** Whom a commit wakes; nobody where it is absent. */
  readonly topic?: string | undefined;
  readonly abandoned?: Spending | undefined;
}

/** The claim of a row. */
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
      // Where the server answers, it can also hear that somebody is still at it.
      if (isSqlState(codeOf(error))) await this.extend().catch(() => {});
      throw error;
    }
  }

  async release(): Promise<void> {
    const { key, id } = this.#row;
    await this.#database.run(this.#statements.release, [key, id]);
  }
}

import type { TokenStore } from "@refresh-once/core";
import {
  type Claim,
  checkOptionNames,
  damagedRecord,
  type Lease,
  parseTokenRecord,
  type TokenRecord,
  UnansweredClaims,
  wrongOption,
} from "@refresh-once/core/store";
import { checkKey, topicOf } from "./account-key.ts";
import { Database } from "./database.ts";
import { listeningOn } from "./listening.ts";
import { checkPool, type PostgresPool } from "./pool.ts";
import { PostgresClaim } from "./postgres-claim.ts";
import { textOf } from "./row.ts";
import { type Statements, statementsFor } from "./statements.ts";
import { defaultTable, quotedTable } from "./table-name.ts";

/** Which row an account has, and how others hear of it. */
export interface PostgresStoreOptions {
  /** Of the account: a text of 1 to 2,048 bytes. Each account has a row of its own. */
  readonly key: string;
  /** With its schema and a dot before it, or without. Default: `refresh_once`. */
  readonly table?: string;
  /**
   * Whether commits are told by NOTIFY, and heard by LISTEN on one connection of the pool while
   * somebody waits. Default: `true`. `false` for a pooler that gives out transactions.
   */
  readonly listen?: boolean;
}

/**
 * Keeps the tokens in a row of PostgreSQL, for any number of machines. The table is that of
 * {@link postgresSchema} or {@link migrate}. Reading, claiming, extending, committing and releasing
 * are one statement each; no connection is held in between.
 *
 * @param pool of pg; it stays yours
 * @throws {TypeError} that names a wrong option
 */
export function postgresStore(pool: PostgresPool, options: PostgresStoreOptions): TokenStore {
  checkPool("postgresStore", pool);
  const checked = checkOptionNames("postgresStore", options, ["key", "table", "listen"]);
  const { key = "", table = defaultTable, listen = true } = checked;
  checkKey(key);
  if (typeof listen !== "boolean") throw wrongOption("postgresStore", "listen", "true or false");
  const database = new Database(pool, quotedTable("postgresStore", table));
  const topic = listen ? topicOf(key) : undefined;
  const store = new PostgresStore(database, key, topic);
  if (topic !== undefined) store.subscribe = (changed) => listeningOn(pool).add(topic, changed);
  return store;
}

class PostgresStore implements TokenStore {
  declare subscribe?: (changed: () => void) => () => void;
  readonly #database: Database;
  readonly #statements: Statements;
  readonly #key: string;
  readonly #topic: string | undefined;
  readonly #unanswered = new UnansweredClaims();

  constructor(database: Database, key: string, topic: string | undefined) {
    this.#database = database;
    this.#statements = statementsFor(database.table, topic !== undefined);
    this.#key = key;
    this.#topic = topic;
  }

  async read(): Promise<TokenRecord | undefined> {
    const [row] = await this.#database.run(this.#statements.read, [this.#key]);
    const revision = textOf(row, "revision") ?? "0";
    const text = textOf(row, "record");
    if (revision === "0" && text === undefined) return undefined;
    const place = `The row ${JSON.stringify(this.#key)} of table ${this.#database.table}`;
    const record = parseTokenRecord(text ?? "", place);
    if (`${record.revision}` !== revision) throw damagedRecord(place);
    return record;
  }

  async claim(revision: number, { duration }: Lease): Promise<Claim | undefined> {
    const id = this.#unanswered.take(revision);
    const rows = await this.#claim(revision, id, duration).catch((error: unknown) => {
      this.#unanswered.leave(revision, id);
      throw error;
    });
    if (rows.length === 0) return undefined;
    const abandoned = textOf(rows[0], "abandoned");
    return new PostgresClaim(this.#database, this.#statements, {
      key: this.#key,
      revision,
      id,
      duration,
      topic: this.#topic,
      abandoned: abandoned === undefined ? undefined : { revision, startedAt: Number(abandoned) },
    });
  }

  #claim(revision: number, id: string, duration: number): Promise<unknown[]> {
    const { claimFirst, claimNext } = this.#statements;
    const text = revision === 0 ? claimFirst : claimNext;
    return this.#database.run(text, [this.#key, `${revision}`, id, `${Date.now()}`, `${duration}`]);
  }
}

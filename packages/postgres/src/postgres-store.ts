import type { TokenStore } from "@refresh-once/core";
import {
  type Claim,
  type ClaimHolder,
  checkOptionNames,
  damagedRecord,
  type Lease,
  parseTokenRecord,
  type ReadClaim,
  storeLocation,
  type TokenRecord,
  textOf,
  UnansweredClaims,
  wrongOption,
} from "@refresh-once/core/store";
import { checkKey, topicOf } from "./account-key.ts";
import { commitListenerOf } from "./commit-listener.ts";
import { Database } from "./database.ts";
import { checkPool, type PostgresPool } from "./pool.ts";
import { PostgresClaim } from "./postgres-claim.ts";
import type { Statement } from "./statement.ts";
import { type Statements, statementsFor } from "./statements.ts";
import { defaultTable, quotedTable } from "./table-name.ts";

/** Options of {@link postgresStore}. */
export interface PostgresStoreOptions {
  /** The key of the account's row: a string of 1 to 2,048 bytes, one for each account. */
  readonly key: string;
  /** The table, as `table` or `schema.table`. Default: `refresh_once`. */
  readonly table?: string;
  /**
   * Whether a commit wakes waiting processes by `NOTIFY`. A process that waits then uses one connection of
   * the pool for `LISTEN`. Set it to `false` behind a pooler in transaction mode, such as PgBouncer; waiting
   * processes then only poll. Default: `true`.
   */
  readonly listen?: boolean;
}

/**
 * Keeps the tokens of one account in a PostgreSQL row that any number of processes and machines can share.
 *
 * Create the table with {@link migrate} or with the SQL of {@link postgresSchema}. Each operation of the
 * store is one statement, so each is atomic, and the store holds no connection between them.
 *
 * @example
 * ```ts
 * import { createTokenManager } from "@refresh-once/core";
 * import { migrate, postgresStore } from "@refresh-once/postgres";
 * import { oroBank } from "@refresh-once/providers";
 * import pg from "pg";
 *
 * const pool = new pg.Pool({ connectionString: "postgres://127.0.0.1/app" });
 * await migrate(pool);
 * const tokens = createTokenManager({
 *   refresh: oroBank(),
 *   store: postgresStore(pool, { key: "oro" }),
 * });
 * ```
 *
 * @param pool A `Pool` of pg. It stays yours: end it when your program ends.
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT ON CONFLICT}: how one
 * process wins a claim
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14 RFC 9700 §4.14}: why a refresh token
 * must not be sent twice
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
  if (topic !== undefined)
    store.subscribe = (changed) => commitListenerOf(pool).subscribe(topic, changed);
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

  get [storeLocation]() {
    const { pool, table } = this.#database;
    return { kind: "postgres", pool, table, key: this.#key };
  }

  async read(): Promise<TokenRecord | undefined> {
    const [row] = await this.#database.run(this.#statements.read, [this.#key]);
    return this.#recordIn(row);
  }

  async claim(revision: number, lease: Lease): Promise<Claim | undefined> {
    const { claimFirst, claimNext } = this.#statements;
    const { claim } = await this.#claim(revision === 0 ? claimFirst : claimNext, revision, lease);
    return claim;
  }

  async readAndClaim(revision: number, lease: Lease): Promise<ReadClaim> {
    // The statement needs a row. Until there is one, there is no record.
    if (revision === 0) {
      const claim = await this.claim(revision, lease);
      return claim ? { claim } : { record: await this.read() };
    }
    const { row, claim } = await this.#claim(this.#statements.readAndClaim, revision, lease);
    try {
      return { record: this.#recordIn(row), claim };
    } catch (thrown) {
      await claim?.release().catch(() => {});
      throw thrown;
    }
  }

  async claimHolder(): Promise<ClaimHolder | undefined> {
    const [row] = await this.#database.run(this.#statements.holder, [this.#key]);
    const id = textOf(row, "id");
    if (id === undefined) return undefined;
    const startedAt = textOf(row, "started");
    return {
      description: `a process with the claim id ${id.slice(0, 8)}`,
      ...(startedAt !== undefined && { startedAt: Number(startedAt) }),
      leaseEndsAt: Math.round(Date.now() + Number(textOf(row, "left_ms"))),
    };
  }

  async #claim(statement: Statement, revision: number, { duration }: Lease) {
    const uuid = this.#unanswered.take(revision);
    const id = `${uuid}/${Math.ceil(duration)}`;
    const values = [this.#key, `${revision}`, id, `${Date.now()}`, `${duration}`];
    const [row] = await this.#database.run(statement, values).catch((error: unknown) => {
      this.#unanswered.leave(revision, uuid);
      throw error;
    });
    if (textOf(row, "won") !== "true") return { row };
    const abandoned = textOf(row, "abandoned");
    const claim = new PostgresClaim(this.#database, this.#statements, {
      key: this.#key,
      revision,
      id,
      duration,
      topic: this.#topic,
      abandoned: abandoned === undefined ? undefined : { revision, startedAt: Number(abandoned) },
    });
    return { row, claim };
  }

  /** @throws {TokenError} `store_damaged` if a row was not written by this library */
  #recordIn(row: unknown): TokenRecord | undefined {
    const revision = textOf(row, "revision") ?? "0";
    const text = textOf(row, "record");
    if (revision === "0" && text === undefined) return undefined;
    const place = `The row ${JSON.stringify(this.#key)} of table ${this.#database.table}`;
    const record = parseTokenRecord(text ?? "", place);
    if (`${record.revision}` !== revision) throw damagedRecord(place);
    return record;
  }
}

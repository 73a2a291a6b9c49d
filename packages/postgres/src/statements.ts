/** What a database is told of; `LISTEN` hears it. */
export const channel = "refresh_once";

/** The SQL of a store. Each is one statement, and a transaction of its own. */
export interface Statements {
  /** Of a key. */
  readonly read: string;
  /** Of key, revision 0, id, when it starts by our clock, and lease in ms. */
  readonly claimFirst: string;
  /** The same for a revision that there is. */
  readonly claimNext: string;
  /**
   * Of key, revision, next revision, its record, its epochs as lines of JSON and, if listeners are
   * told, the topic.
   */
  readonly commit: string;
  /** Of key and id. */
  readonly release: string;
  /** Of key, id and lease in ms; a row where the claim is still there. */
  readonly extend: string;
}

/**
 * No parameter and no result has a type of its own: whatever a user has taught pg about numbers and
 * dates, texts are texts. No clock counts but the database's, and of that not `now()`: it stands still
 * while a statement waits for another one.
 *
 * @param table in quotes
 * @param tells whether a commit tells listeners
 */
export function statementsFor(table: string, tells: boolean): Statements {
  return {
    read: `/* refresh-once: read */ SELECT revision::text AS revision, record FROM ${table} WHERE key = $1`,
    claimFirst: `/* refresh-once: claim */
      INSERT INTO ${table} AS account (key, claim_id, claim_started, claim_until)
      VALUES ($1, $3, $4::bigint, ${endOfLease("$5")})
      ON CONFLICT (key) DO UPDATE SET ${taking} WHERE ${isFree}
      RETURNING account.abandoned_started::text AS abandoned`,
    claimNext: `/* refresh-once: claim */
      UPDATE ${table} AS account SET ${taking} WHERE account.key = $1 AND ${isFree}
      RETURNING account.abandoned_started::text AS abandoned`,
    commit: tells
      ? `/* refresh-once: commit */ WITH committed AS (${committing(table)})
      SELECT pg_catalog.pg_notify('${channel}', $6)::text FROM committed`
      : `/* refresh-once: commit */ ${committing(table)}`,
    release: `/* refresh-once: release */ UPDATE ${table}
      SET claim_id = NULL, claim_started = NULL, claim_until = NULL
      WHERE key = $1 AND claim_id = $2`,
    extend: `/* refresh-once: extend */ UPDATE ${table}
      SET claim_until = ${endOfLease("$3")} WHERE key = $1 AND claim_id = $2
      RETURNING key`,
  };
}

function endOfLease(ms: string): string {
  return `pg_catalog.clock_timestamp() + ${ms}::float8 * interval '1 millisecond'`;
}

/** The same id again is the same claimant, whose answer was lost: nobody was abandoned meanwhile. */
const taking = `
        abandoned_started = CASE WHEN account.claim_id = $3 THEN account.abandoned_started
          ELSE coalesce(account.claim_started, account.abandoned_started) END,
        claim_id = $3,
        claim_started = $4::bigint,
        claim_until = ${endOfLease("$5")}`;

const isFree = `account.revision = $2::bigint AND (account.claim_id IS NULL
        OR account.claim_id = $3 OR account.claim_until <= pg_catalog.clock_timestamp())`;

/**
 * The stored epoch as JSON, in quotes. PostgreSQL refuses to look into a JSON value that has a NUL or
 * half of a surrogate pair anywhere in it, so these are replaced first.
 */
const storedEpoch = `(pg_catalog.regexp_replace(account.record,
        E'\\\\\\\\u(0000|[dD][89a-fA-F]..)', E'\\\\\\\\u003f', 'g')::json -> 'epochs' -> -1)::text`;

/** Not if the stored record belongs to a history that the next record does not know. */
const isOwnHistory = `($5::text = '' OR coalesce(
        ${storedEpoch} = ANY (pg_catalog.string_to_array($5::text, E'\\n')), true))`;

/**
 * A record that is there already was committed by us, and its answer was lost: that is written once
 * more as it is, and who has a claim of it by now keeps it.
 */
function committing(table: string): string {
  const ended = ["claim_id", "claim_started", "claim_until", "abandoned_started"].map(
    (column) =>
      `${column} = CASE WHEN account.revision = $2::bigint THEN NULL ELSE account.${column} END`,
  );
  return `UPDATE ${table} AS account
      SET revision = $3::bigint, record = $4, ${ended.join(", ")}
      WHERE account.key = $1 AND (account.revision = $2::bigint AND ${isOwnHistory}
        OR account.revision = $3::bigint AND account.record = $4)
      RETURNING account.key`;
}

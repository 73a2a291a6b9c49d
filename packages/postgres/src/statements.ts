import { preparedStatement, type Statement } from "./statement.ts";

/** The channel of `NOTIFY` and `LISTEN`. */
export const channel = "refresh_once";

/** The SQL of a store. Each entry is one statement, which is its own transaction. */
export interface Statements {
  /** Reads a record. Parameters: key. */
  readonly read: Statement;
  /**
   * Claims the first revision; returns a row with `won` = "true" if the claim was granted. Parameters: key,
   * revision 0, id, start by the claimant's clock (epoch ms), lease (ms).
   */
  readonly claimFirst: Statement;
  /** Claims a later revision. The parameters are the same. */
  readonly claimNext: Statement;
  /**
   * Does the same, and returns the record with its revision also if the claim is refused. Without a record, there is
   * no row.
   */
  readonly readAndClaim: Statement;
  /**
   * Commits a record. Parameters: key, revision, next revision, next record, its epochs as lines of JSON
   * and, if commits are notified, the topic.
   */
  readonly commit: Statement;
  /** Releases a claim. Parameters: key, id. */
  readonly release: Statement;
  /** Restarts a lease; returns a row if the claim still exists. Parameters: key, id, lease (ms). */
  readonly extend: Statement;
  /**
   * Returns a row if there is an active claim: its id, start (epoch ms), and how long its lease still is
   * (`left_ms`). Parameters: key.
   */
  readonly holder: Statement;
}

/**
 * Builds the statements for a table.
 *
 * All parameters and results are text, because a user may have changed how pg parses numbers and dates.
 * Leases start by `clock_timestamp()` of the database, not `now()`: that does not advance while a statement
 * waits for a lock.
 *
 * @param table the quoted name
 * @param notifies whether a commit sends a notification
 */
export function statementsFor(table: string, notifies: boolean): Statements {
  return {
    read: preparedStatement(
      "read",
      `SELECT revision::text AS revision, record FROM ${table} WHERE key = $1`,
    ),
    claimFirst: preparedStatement(
      "claim",
      `INSERT INTO ${table} AS account (key, claim_id, claim_started, claim_until)
      VALUES ($1, $3, $4::bigint, ${endOfLease("$5")})
      ON CONFLICT (key) DO UPDATE SET ${taking} WHERE ${isTakeable}
      RETURNING ${taken}`,
    ),
    claimNext: preparedStatement(
      "claim",
      `UPDATE ${table} AS account SET ${taking} WHERE account.key = $1 AND ${isTakeable}
      RETURNING ${taken}`,
    ),
    readAndClaim: preparedStatement(
      "readAndClaim",
      `WITH claimed AS (
        UPDATE ${table} AS account SET ${taking} WHERE account.key = $1 AND ${isTakeable}
        RETURNING ${taken}, account.revision::text AS revision, account.record)
      SELECT * FROM claimed UNION ALL
      SELECT NULL, 'false', revision::text, record FROM ${table}
      WHERE key = $1 AND NOT EXISTS (SELECT FROM claimed)`,
    ),
    commit: preparedStatement(
      "commit",
      notifies
        ? `WITH committed AS (${committing(table)})
      SELECT pg_catalog.pg_notify('${channel}', $6)::text FROM committed`
        : committing(table),
    ),
    release: preparedStatement(
      "release",
      `UPDATE ${table} SET claim_id = NULL, claim_started = NULL, claim_until = NULL
      WHERE key = $1 AND claim_id = $2`,
    ),
    extend: preparedStatement(
      "extend",
      `UPDATE ${table} SET claim_until = ${endOfLease("$3")} WHERE key = $1 AND claim_id = $2
      RETURNING key`,
    ),
    holder: preparedStatement(
      "holder",
      `SELECT claim_id AS id, claim_started::text AS started,
        (extract(epoch FROM claim_until - pg_catalog.clock_timestamp()) * 1000)::text AS left_ms
      FROM ${table} WHERE key = $1 AND claim_until > pg_catalog.clock_timestamp()`,
    ),
  };
}

function endOfLease(ms: string): string {
  return `pg_catalog.clock_timestamp() + ${ms}::float8 * interval '1 millisecond'`;
}

/** The longest lease of a claim whose id does not say how long it is, ms: that of an earlier version. */
const longestUnknownLease = 60_000;

/** The length of the stored claim's lease, ms. */
const ownLease = `coalesce(pg_catalog.substring(account.claim_id, '/([0-9]{1,9})$')::float8,
          greatest($5::float8, ${longestUnknownLease}))`;

/** Whether the row has a claim with the id of this one: then this is a retry whose first reply was lost. */
const isSame = `pg_catalog.split_part(account.claim_id, '/', 1) = pg_catalog.split_part($3, '/', 1)`;

/**
 * Whether nobody has the claim. The time is that at which the statement arrived: if another program has locked the
 * row for longer than the lease, the holder could not extend it. What it has sent meanwhile comes first.
 */
const isFree = `(account.claim_id IS NULL OR ${isSame}
          OR account.claim_until <= pg_catalog.statement_timestamp())`;

/** Whether the lease ends later than it can, because the clock of the server was set back. */
const isTooLong = `account.claim_until > ${endOfLease(ownLease)}`;

/** Takes the claim if it is free, and otherwise starts a lease again that is too long. */
const taking = `
        (abandoned_started, claim_id, claim_started, claim_until) = (
          SELECT CASE WHEN NOT free OR ${isSame} THEN account.abandoned_started
              ELSE coalesce(account.claim_started, account.abandoned_started) END,
            CASE WHEN free THEN $3 ELSE account.claim_id END,
            CASE WHEN free THEN $4::bigint ELSE account.claim_started END,
            CASE WHEN free THEN ${endOfLease("$5")} ELSE ${endOfLease(ownLease)} END
          FROM (SELECT ${isFree} AS free) AS attempt)`;

const isTakeable = `account.revision = $2::bigint AND (${isFree} OR ${isTooLong})`;

const taken = `account.abandoned_started::text AS abandoned, (account.claim_id = $3)::text AS won`;

/**
 * The last epoch of the stored record, as JSON text. PostgreSQL rejects a JSON value that contains a NUL or
 * half of a surrogate pair, so these are replaced first.
 */
const storedEpoch = `(pg_catalog.regexp_replace(account.record,
        E'\\\\\\\\u(0000|[dD][89a-fA-F]..)', E'\\\\\\\\u003f', 'g')::json -> 'epochs' -> -1)::text`;

/** How a stored record ends whose epochs are those of the next record, as `writeTokenRecord` writes it. */
const ending = `(',"epochs":[' || pg_catalog.replace($5::text, E'\\n', ',') || ']}')`;

/**
 * False if the stored record belongs to a history that the next record does not know. The record is parsed only if
 * its end does not tell.
 */
const isOwnHistory = `($5::text = ''
        OR pg_catalog.right(account.record, pg_catalog.length(${ending})) = ${ending}
        OR coalesce(${storedEpoch} = ANY (pg_catalog.string_to_array($5::text, E'\\n')), true))`;

/**
 * The UPDATE of a commit. It also matches if the same record is already stored: then this is a retry whose
 * first reply was lost. In that case it keeps the claim, which may belong to the next claimant.
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

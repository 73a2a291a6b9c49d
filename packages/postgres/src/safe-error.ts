import { textOf } from "@refresh-once/core/store";

/** What to do about an error, by its SQLSTATE. */
const hints: Readonly<Record<string, string>> = {
  "42P01": "Run the SQL of postgresSchema(), or migrate().",
  "42703": "It is not the table of postgresSchema(). Use another table name, or rename that table.",
  "42P10": "It is not the table of postgresSchema(). Use another table name, or rename that table.",
  "3F000": "Create the schema first.",
  "42501": "The role needs SELECT, INSERT and UPDATE on the table, and USAGE on its schema.",
  "53300":
    "All connections of the server or of the role are in use. Raise the limit, or make the pools smaller.",
  "25006": "The server is read-only, for example a standby: connect to the primary.",
};

/** Classes of SQLSTATE whose messages are about the connection, the server or the SQL, and quote no row. */
const harmless = /^(08|25|28|3D|3F|40|42|53|57|58)/;

/** The SQLSTATE or the system's code of an error; empty if it has none. */
export function codeOf(thrown: unknown): string {
  return textOf(thrown, "code") ?? "";
}

/** Whether a code is an SQLSTATE, so the server has replied. Unlike these, the system's codes have no digit. */
export function isSqlState(code: string): boolean {
  return /^(?=.*\d)[\dA-Z]{5}$/.test(code);
}

/** Whether the statement was rolled back because of a concurrent one, so a retry may succeed. */
export function isConflict(thrown: unknown): boolean {
  return /^(40001|40P01)$/.test(codeOf(thrown));
}

/** Whether the server has refused a new connection because it has too many. It has not seen the statement. */
export function isServerFull(thrown: unknown): boolean {
  return codeOf(thrown) === "53300";
}

/**
 * Whether the connection does not have a prepared statement (26000), has it although it should not (42P05), or has
 * it for a table that was changed since (0A000). The statement did not run.
 */
export function isUnprepared(thrown: unknown): boolean {
  return /^(26000|42P05|0A000)$/.test(codeOf(thrown));
}

/** Whether the connection broke during the statement. The server may or may not have executed it. */
export function isBroken(thrown: unknown): boolean {
  return (
    /^(ECONNRESET|EPIPE|57P0[12]|08...)$/.test(codeOf(thrown)) ||
    /^(Connection terminated( unexpectedly)?$|Client has encountered a connection error)/.test(
      textOf(thrown, "message") ?? "",
    )
  );
}

/**
 * Turns an error of pg into one without tokens: only a message and a code. The original has the failed row
 * in `detail`, and some messages quote values.
 */
export function toSafeError(thrown: unknown, table: string): Error {
  const code = codeOf(thrown);
  const hint = hints[code] ? ` ${hints[code]}` : "";
  const safe = new Error(`Table ${table}: ${messageOf(thrown, code)}.${hint}`);
  return code ? Object.assign(safe, { code }) : safe;
}

function messageOf(thrown: unknown, code: string): string {
  const message = textOf(thrown, "message") || "unknown failure";
  if (!isSqlState(code)) return code && !message.includes(code) ? `${message} (${code})` : message;
  if (harmless.test(code)) return `${message} (${code})`;
  const constraint = textOf(thrown, "constraint");
  return `PostgreSQL rejected the statement (${constraint ? `${code}, constraint "${constraint}"` : code})`;
}

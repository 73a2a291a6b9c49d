const hints: Readonly<Record<string, string>> = {
  "42P01": "Run the SQL of postgresSchema(), or migrate().",
  "42703": "It is not the table of postgresSchema().",
  "42P10": "It is not the table of postgresSchema().",
  "3F000": "Create the schema first.",
  "42501": "The role needs SELECT, INSERT and UPDATE on the table, and USAGE on its schema.",
  "25006": "The server is read-only, as a standby is: connect to the primary.",
};

/** Classes of SQLSTATE whose messages speak of the connection, the server or the SQL, not of a row. */
const harmless = /^(08|25|28|3D|3F|40|42|53|57|58)/;

/** The SQLSTATE of an error, or the system's code; empty where there is none. */
export function codeOf(thrown: unknown): string {
  return textIn(thrown, "code");
}

/** Whether the server itself has answered with this code: the system's have no digit. */
export function isSqlState(code: string): boolean {
  return /^(?=.*\d)[\dA-Z]{5}$/.test(code);
}

/** Somebody else's statement was in the way: this one was undone, and may do the next time. */
export function isConflict(thrown: unknown): boolean {
  return /^(40001|40P01)$/.test(codeOf(thrown));
}

/** The connection broke in mid-statement; the server may have acted on it, or not. */
export function isBroken(thrown: unknown): boolean {
  return (
    /^(ECONNRESET|EPIPE|57P0[12]|08...)$/.test(codeOf(thrown)) ||
    /^(Connection terminated( unexpectedly)?$|Client has encountered a connection error)/.test(
      textIn(thrown, "message"),
    )
  );
}

/**
 * An error to show, with a message and a code. What pg throws has the row that failed in `detail`, and
 * messages may quote values: those hold tokens.
 */
export function shownError(thrown: unknown, table: string): Error {
  const code = codeOf(thrown);
  const hint = hints[code] ? ` ${hints[code]}` : "";
  const shown = new Error(`Table ${table}: ${messageOf(thrown, code)}.${hint}`);
  return code ? Object.assign(shown, { code }) : shown;
}

function messageOf(thrown: unknown, code: string): string {
  const message = textIn(thrown, "message") || "unknown failure";
  if (!isSqlState(code)) return code && !message.includes(code) ? `${message} (${code})` : message;
  if (harmless.test(code)) return `${message} (${code})`;
  const constraint = textIn(thrown, "constraint");
  return `PostgreSQL refuses (${constraint ? `${code}, constraint "${constraint}"` : code})`;
}

function textIn(thrown: unknown, name: string): string {
  if (typeof thrown !== "object" || thrown === null) return "";
  const value: unknown = Reflect.get(thrown, name);
  return typeof value === "string" ? value : "";
}

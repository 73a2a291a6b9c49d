import type { PostgresLocation, Queryable } from "../../accounts/store-location.ts";
import { type Finding, findingsOf } from "../finding.ts";
import { type Row, rowOf, rowsOf } from "./row.ts";

const finding = findingsOf("postgres-table");

/** Whether the table is that of `postgresSchema()`, survives a crash, and may be used by this role. */
export async function checkTable({ pool, table }: PostgresLocation): Promise<Finding[]> {
  const found = await rowOf(pool, tableStatement, [table]).catch((error: unknown) => {
    if (error instanceof Error && Reflect.get(error, "code") === "42501") return undefined;
    throw error;
  });
  if (!found) {
    return [
      finding.problem(`This role may not use the schema of ${table}. GRANT USAGE ON its schema.`),
    ];
  }
  if (found.get("oid") === undefined) {
    return [
      finding.problem(
        `The table ${table} is missing. Run the SQL of postgresSchema(), or migrate().`,
      ),
    ];
  }
  const problems = [
    ...(await wrongColumns(pool, table)),
    ...wrongKind(table, found),
    ...missingRights(table, found),
  ];
  if (problems.length > 0) return problems.map(finding.problem);
  return [finding.ok(`The table ${table} has the right columns, and this role may use it.`)];
}

const privileges = ["SELECT", "INSERT", "UPDATE"] as const;

const tableStatement = `SELECT t.oid::text AS oid, c.relpersistence::text AS persistence,
    ${privileges.map((name) => `has_table_privilege(t.oid, '${name}')::text AS "${name}"`).join(", ")},
    EXISTS (
      SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE i.indrelid = t.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
        AND i.indnkeyatts = 1 AND a.attname = 'key'
    )::text AS is_unique
  FROM (SELECT to_regclass($1)::oid AS oid) t LEFT JOIN pg_class c ON c.oid = t.oid`;

/** As `postgresSchema()` creates them. */
const columns: Readonly<Record<string, string>> = {
  key: "text",
  revision: "bigint",
  record: "text",
  claim_id: "text",
  claim_started: "bigint",
  claim_until: "timestamp with time zone",
  abandoned_started: "bigint",
};

async function wrongColumns(pool: Queryable, table: string): Promise<string[]> {
  const rows = await rowsOf(
    pool,
    `SELECT attname::text AS name, format_type(atttypid, atttypmod) AS type
      FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    [table],
  );
  const types = new Map(rows.map((row) => [row.get("name"), row.get("type")]));
  const wrong = Object.entries(columns).filter(([name, type]) => types.get(name) !== type);
  if (wrong.length === 0) return [];
  const list = wrong.map(([name, type]) => `${name} ${type}`).join(", ");
  return [
    `The table ${table} lacks the columns: ${list}. It is not the table of postgresSchema(). Use another table.`,
  ];
}

function wrongKind(table: string, found: Row): string[] {
  const wrong: string[] = [];
  if (found.get("persistence") !== "p") {
    wrong.push(
      `The table ${table} is unlogged or temporary: a crash of PostgreSQL empties it. Run: ALTER TABLE ${table} SET LOGGED.`,
    );
  }
  if (found.get("is_unique") !== "true") {
    wrong.push(
      `The table ${table} has no unique index on key, so no claim is possible. Run: ALTER TABLE ${table} ADD PRIMARY KEY (key).`,
    );
  }
  return wrong;
}

function missingRights(table: string, found: Row): string[] {
  const missing = privileges.filter((name) => found.get(name) !== "true").join(", ");
  if (missing === "") return [];
  return [
    `This role may not use ${table}. Run, as its owner: GRANT ${missing} ON ${table} TO the role.`,
  ];
}

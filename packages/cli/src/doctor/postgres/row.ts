import type { Queryable } from "../../accounts/store-location.ts";

/** The columns of a row, which every statement here selects as text. NULL is absent. */
export type Row = ReadonlyMap<string, string>;

/** Runs a statement that only reads, and returns its rows. */
export async function rowsOf(pool: Queryable, text: string, values: string[] = []): Promise<Row[]> {
  const { rows } = await pool.query(`/* refresh-once: doctor */ ${text}`, values);
  return rows.map(columnsOf);
}

/** Runs a statement that returns one row. */
export async function rowOf(pool: Queryable, text: string, values: string[] = []): Promise<Row> {
  const [row = new Map<string, string>()] = await rowsOf(pool, text, values);
  return row;
}

function columnsOf(row: unknown): Row {
  const columns = new Map<string, string>();
  for (const [name, value] of Object.entries(Object(row))) {
    if (typeof value === "string") columns.set(name, value);
  }
  return columns;
}

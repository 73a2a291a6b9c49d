/** A column of a row as text, as which it was asked for; `undefined` for NULL. */
export function textOf(row: unknown, column: string): string | undefined {
  if (typeof row !== "object" || row === null) return undefined;
  const value: unknown = Reflect.get(row, column);
  return typeof value === "string" ? value : undefined;
}

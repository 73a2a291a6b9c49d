/** The value of a column, which every statement selects as text; `undefined` for NULL. */
export function textOf(row: unknown, column: string): string | undefined {
  if (typeof row !== "object" || row === null) return undefined;
  const value: unknown = Reflect.get(row, column);
  return typeof value === "string" ? value : undefined;
}

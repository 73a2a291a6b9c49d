/** How often each of some names was counted. */
export type Counts = ReadonlyMap<string, number>;

export function countIn(counts: Map<string, number>, name: string, times = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}

export function sum(counts: Counts): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

export function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

/** How many in all, and how many of each name. */
export function withNames(counts: Counts): string {
  const names = [...counts].map(([name, count]) => `${name}: ${grouped(count)}`);
  const total = grouped(sum(counts));
  return names.length > 0 ? `${total} (${names.join(", ")})` : total;
}

/** The commands of an account, the most frequent first: `3.0: EVAL 2.0, HGETALL 1.0`. */
export function commandsText(commands: Readonly<Record<string, number>>): string {
  const all = Object.entries(commands).sort(
    ([a, often], [b, more]) => more - often || a.localeCompare(b),
  );
  if (all.length === 0) return "0";
  const total = all.reduce((sum, [, count]) => sum + count, 0);
  const names = all.filter(([, count]) => count >= 0.05);
  return `${total.toFixed(1)}: ${names.map(([name, count]) => `${name} ${count.toFixed(1)}`).join(", ")}`;
}

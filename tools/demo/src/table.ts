import { textTable } from "@refresh-once/end-to-end/program";
import type { ProviderResult } from "./result.ts";

const titles = [
  "provider",
  "requests",
  "401s",
  "expiries",
  "refreshes",
  "reuse",
  "failed",
  "slowest",
];

/** A row for each provider. */
export function formatTable(results: readonly ProviderResult[]): string {
  const numbers = titles.map((_, column) => column).slice(1);
  return textTable([titles, ...results.map(rowOf)], numbers);
}

function rowOf(result: ProviderResult): readonly string[] {
  const { provider, requests, unauthorized, expiries, refreshes, reuses, failed } = result;
  const counts = [requests, unauthorized, expiries, refreshes, reuses, failed].map(grouped);
  return [provider, ...counts, `${grouped(Math.ceil(result.slowest))} ms`];
}

function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

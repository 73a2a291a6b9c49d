import type { Figures } from "./figures.ts";

/** How it goes, in a line. */
export function progressOf(figures: Figures): string {
  const { seconds, requests, refreshes, needless, kills, losses, failed } = figures;
  return [
    `${seconds.toFixed(0).padStart(5)} s: ${grouped(requests)} requests`,
    `${grouped(refreshes)} refreshes`,
    `${grouped(needless)} needless`,
    `${grouped(kills)} kills`,
    `${grouped(losses.length)} losses explained`,
    `${grouped(sum(failed))} failed`,
  ].join(", ");
}

export function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

export function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

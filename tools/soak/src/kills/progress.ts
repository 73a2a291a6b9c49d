import { grouped, sum } from "../counts.ts";
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

import type { Lab } from "../campaign/index.ts";
import type { Row } from "../report/index.ts";

/** A part of the campaign, which is one table for each browser. */
export interface Part {
  readonly title: string;
  readonly head: readonly string[];
  /** Measures one row after the other. */
  rows(lab: Lab, expiries: number): AsyncIterable<Row>;
}

import type { Adapter } from "./adapter.ts";

/** One row of the table that every adapter is held to. */
export interface Case {
  /** The property that it holds, such as "P5"; what a bare client does as well has none. */
  readonly property?: string;
  readonly title: string;
  /** What its user gets, for the table. */
  readonly wanted: string;
  check(adapter: Adapter): Promise<void>;
}

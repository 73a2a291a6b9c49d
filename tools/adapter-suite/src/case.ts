import type { Adapter } from "./adapter.ts";

/** One row of the table that every adapter is held to. */
export interface Case {
  /** The property that it holds, such as "P5"; what a bare client does as well has none. */
  readonly property?: string;
  /** Of no other case: differences are told by it. */
  readonly title: string;
  /** What its user gets, for the table. */
  readonly wanted: string;
  check(adapter: Adapter): Promise<void>;
}

/** A part of the table. */
export interface Group {
  readonly title: string;
  readonly cases: readonly Case[];
}

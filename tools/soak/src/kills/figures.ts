import type { LossKind } from "../server/loss.ts";
import type { RefreshLedger } from "../server/refresh-ledger.ts";

/** In ms. */
export interface Percentiles {
  readonly half: number;
  readonly most: number;
  readonly all: number;
}

/** What a soak has counted. */
export interface Figures extends Readonly<RefreshLedger["counts"]> {
  readonly seconds: number;
  readonly requests: number;
  /** By their codes: those that failed because of kills, and all others. */
  readonly excused: ReadonlyMap<string, number>;
  readonly failed: ReadonlyMap<string, number>;
  readonly kills: number;
  readonly losses: readonly LossKind[];
  readonly durations: Percentiles;
  /** How long processes waited for a refresh of another. */
  readonly waits: Percentiles;
}

/** What a soak has come to. */
export interface Outcome {
  readonly figures: Figures;
  /** What nothing explains; empty when all is well. */
  readonly problems: readonly string[];
}

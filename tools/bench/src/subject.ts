import type { Chart } from "./report/chart.ts";

/** What is to be reached, and what was measured. */
export interface Target {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly isMet: boolean;
}

/** What a subject has measured. */
export interface Findings {
  readonly title: string;
  /** How it was measured, and tables; Markdown. */
  readonly text: string;
  readonly charts: readonly Chart[];
  readonly targets: readonly Target[];
}

/** One thing that can be measured. */
export interface Subject {
  measure(size: {
    readonly isQuick: boolean;
    readonly flags: readonly string[];
  }): Promise<Findings>;
}

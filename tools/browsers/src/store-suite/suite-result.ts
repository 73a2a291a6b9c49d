/** What the store suite found. */
export interface SuiteResult {
  readonly passed: number;
  /** The failed cases, with their errors. */
  readonly failures: readonly string[];
}

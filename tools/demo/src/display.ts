import type { ProviderResult } from "./result.ts";

/** What is seen of a run while it lasts. */
export interface Display {
  /** Between two looks, ms. */
  readonly interval: number;
  /** @param seconds since the start */
  show(results: readonly ProviderResult[], seconds: number): void;
  /** The last look; leaves the terminal as it was. */
  end(results: readonly ProviderResult[], seconds: number): void;
}

import type { StoreKind } from "./store-place.ts";

/** What a herd is like. */
export interface HerdSettings {
  readonly accounts: number;
  /** Each of them asks for the tokens of all accounts at once. */
  readonly processes: number;
  /** How many requests the token endpoint serves in a second. */
  readonly rate: number;
  readonly store: StoreKind;
  /** The option of the managers; core's default if absent. */
  readonly concurrency?: number;
  /** Whether the managers are kept in a pool. */
  readonly isPooled: boolean;
  /** After that, those that have no new tokens are given up, ms. */
  readonly patience: number;
}

/** How many refreshes run at the same time in a process by default: see `concurrency` of core. */
export const defaultConcurrency = 32;

/** How long the token endpoint would take if it was never idle, s. */
export function idealSeconds({ accounts, rate }: HerdSettings): number {
  return accounts / rate;
}

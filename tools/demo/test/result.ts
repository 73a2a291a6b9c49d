import type { ProviderResult } from "../src/result.ts";

/** A provider with which all went well, but for what a test says. */
export function resultWith(changes: Partial<ProviderResult> = {}): ProviderResult {
  return {
    provider: "vault",
    requests: 1200,
    unauthorized: 18,
    expiries: 6,
    refreshes: 6,
    reuses: 0,
    failed: 0,
    slowest: 87.2,
    ...changes,
  };
}

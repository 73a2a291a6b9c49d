import type { PresetName } from "@refresh-once/end-to-end/scenario";
import type { AuthorizationServer, Counters } from "@refresh-once/testing";

/** What the authorization server says about a provider. */
export type ServerCounts = Pick<Counters, "unauthorized" | "expiries" | "refreshes" | "reuses">;

/** What some servers together have counted of a provider. */
export function countsOf(
  servers: readonly AuthorizationServer[],
  provider: PresetName,
): ServerCounts {
  return servers
    .map((server): ServerCounts => server.counters(provider))
    .reduce((sum, one) => ({
      unauthorized: sum.unauthorized + one.unauthorized,
      expiries: sum.expiries + one.expiries,
      refreshes: sum.refreshes + one.refreshes,
      reuses: sum.reuses + one.reuses,
    }));
}

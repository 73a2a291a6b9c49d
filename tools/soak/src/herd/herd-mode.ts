import { parseArgs } from "node:util";
import { wholeFrom } from "@refresh-once/end-to-end/program";
import type { Mode } from "../mode.ts";
import { formatHerd } from "./herd-report.ts";
import { problemsOf } from "./problems-of.ts";
import type { HerdSettings } from "./settings.ts";
import { soakHerd } from "./soak-herd.ts";
import { isStoreKind } from "./store-place.ts";

const options = {
  accounts: { type: "string", default: "4000" },
  processes: { type: "string", default: "2" },
  rate: { type: "string", default: "200" },
  store: { type: "string", default: "redis" },
  pool: { type: "boolean", default: false },
  "no-limit": { type: "boolean", default: false },
} as const;

/** More than there can be accounts. */
const noLimit = 1e9;

/** Processes whose accounts all expire together, and a token endpoint that is too slow for that. */
export const herdMode: Mode = {
  usage: `npm run soak -- --herd [flags]

  --accounts <count>   how many expire together, 1 to 100000 (default: 4000)
  --processes <count>  each asks for all accounts at once, 1 to 32 (default: 2)
  --rate <count>       requests that the token endpoint serves in a second, 1 to 10000 (default: 200)
  --store <store>      redis, postgres or file (default: redis)
  --pool               keep the managers in a pool
  --no-limit           set "concurrency" to ${noLimit}: families must be revoked, so the command fails`,

  prepare(args) {
    const settings = parseHerdSettings(args);
    return async (interrupted) => {
      const result = await soakHerd(settings, console.log, interrupted);
      console.log(formatHerd(result));
      return problemsOf(result).length === 0;
    };
  },
};

/** @throws {TypeError} that names the first wrong flag */
export function parseHerdSettings(args: readonly string[]): HerdSettings {
  const { values } = parseArgs({ args: [...args], options });
  const { store } = values;
  if (!isStoreKind(store)) {
    throw new TypeError(`--store must be redis, postgres or file, not "${store}"`);
  }
  const accounts = wholeFrom("--accounts", values.accounts, 1, 100_000);
  const rate = wholeFrom("--rate", values.rate, 1, 10_000);
  return {
    accounts,
    processes: wholeFrom("--processes", values.processes, 1, 32),
    rate,
    store,
    ...(values["no-limit"] ? { concurrency: noLimit } : {}),
    isPooled: values.pool,
    patience: 600_000 + (10_000 * accounts) / rate,
  };
}

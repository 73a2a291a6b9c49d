import { parseArgs } from "node:util";
import { numberFrom, wholeFrom } from "@refresh-once/end-to-end/program";
import type { Mode } from "../mode.ts";
import { formatOutages } from "./outage-report.ts";
import type { OutageSettings } from "./settings.ts";
import { soakOutages } from "./soak-outages.ts";

const options = {
  minutes: { type: "string", default: "6" },
  processes: { type: "string", default: "4" },
  accounts: { type: "string", default: "3" },
} as const;

/** Between two requests of a client, ms, for each account. */
const pausePerAccount = 100;

/** Processes that share accounts whose token endpoint is down for half of the time. */
export const outagesMode: Mode = {
  usage: `npm run soak -- --outages [flags]

  --minutes <number>   one outage of 30 s in each, of six kinds in turn, 1 to 10080 (default: 6)
  --processes <count>  worker processes with three clients for each account, 1 to 32 (default: 4)
  --accounts <count>   how many they share, 1 to 32 (default: 3)`,

  prepare(args) {
    const settings = parseOutageSettings(args);
    return async (interrupted) => {
      console.log(`${settings.outages} outages of ${settings.down / 1000} s`);
      const watch = await soakOutages(settings, console.log, interrupted);
      console.log(formatOutages(watch));
      return watch.problems.length === 0;
    };
  },
};

/** @throws {TypeError} that names the first wrong flag */
export function parseOutageSettings(args: readonly string[]): OutageSettings {
  const { values } = parseArgs({ args: [...args], options });
  const accounts = wholeFrom("--accounts", values.accounts, 1, 32);
  return {
    outages: Math.floor(numberFrom("--minutes", values.minutes, 1, 10_080)),
    processes: wholeFrom("--processes", values.processes, 1, 32),
    accounts,
    longestPause: pausePerAccount * accounts,
    down: 30_000,
    up: 30_000,
    soon: 30_000,
    // Shorter than an outage, so that requests outlive their callers, and their own limits pass as well.
    deadlines: { refreshDeadline: 5_000, sendDeadline: 12_000 },
  };
}

import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { numberFrom, wholeFrom } from "@refresh-once/end-to-end/program";
import type { Mode } from "../mode.ts";
import { formatReport } from "./report.ts";
import type { Settings } from "./settings.ts";
import { soak } from "./soak.ts";

const options = {
  minutes: { type: "string", default: "10" },
  processes: { type: "string", default: "8" },
  ttl: { type: "string", default: "2" },
  seed: { type: "string" },
  dpop: { type: "boolean", default: false },
  "no-kills": { type: "boolean", default: false },
} as const;

/** Between two requests of a client, ms: eight processes and their server share a small machine. */
const longestPause = 160;

/** Processes that are killed while they share one token file, against a real authorization server. */
export const soakMode: Mode = {
  usage: `npm run soak -- [flags]

  --minutes <number>   how long requests are made, 0.1 to 10080 (default: 10)
  --processes <count>  worker processes with three clients each, 1 to 32 (default: 8)
  --ttl <seconds>      how long an access token lives, 1 to 3600 (default: 2)
  --seed <number>      of the kills and delays (default: a random one, which is printed)
  --dpop               bound tokens of a public client, with nonces that change all the time
  --no-kills           nobody is killed, and nothing at all may fail`,

  prepare(args) {
    const settings = parseSettings(args);
    return async (interrupted) => {
      const kills = settings.kills ? "kill -9" : "no kills";
      const bound = settings.dpop ? ", bound tokens" : "";
      console.log(`${settings.minutes} min, ${kills}${bound}, --seed ${settings.seed}`);
      const outcome = await soak(settings, console.log, interrupted);
      console.log(formatReport(outcome));
      return outcome.problems.length === 0;
    };
  },
};

/** @throws {TypeError} that names the first wrong flag */
export function parseSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({ args: [...args], options });
  const { minutes, processes, ttl, seed = String(randomInt(2 ** 31)) } = values;
  return {
    minutes: numberFrom("--minutes", minutes, 0.1, 10_080),
    processes: wholeFrom("--processes", processes, 1, 32),
    seed: wholeFrom("--seed", seed, 0, 2 ** 31 - 1),
    longestPause,
    kills: !values["no-kills"],
    dpop: values.dpop,
    lifetime: wholeFrom("--ttl", ttl, 1, 3600),
  };
}

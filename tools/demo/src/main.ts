import { Interruption } from "@refresh-once/end-to-end/program";
import { Bars } from "./bars.ts";
import { parseFlags, usage } from "./flags.ts";
import { Lines } from "./lines.ts";
import { formatReport } from "./report.ts";
import { run } from "./run.ts";
import type { Settings } from "./settings.ts";
import { judge } from "./verdict.ts";

async function demonstrate(settings: Settings): Promise<number> {
  const interruption = new Interruption();
  const isWatched = process.stdout.isTTY && process.env.CI !== "true";
  const display = isWatched ? new Bars(settings.seconds) : new Lines();
  const outcome = await run(settings, display, interruption.signal);
  const verdict = judge(outcome);
  console.log(formatReport(outcome, verdict));
  return interruption.exitCode ?? (verdict.passed ? 0 : 1);
}

const flags = parseFlags(process.argv.slice(2));
switch (flags.kind) {
  case "run":
    process.exitCode = await demonstrate(flags.settings);
    break;
  case "help":
    console.log(usage);
    break;
  case "wrong":
    console.error(flags.message);
    process.exitCode = 2;
}

import { setTimeout as sleep } from "node:timers/promises";
import { TokenFolder } from "@refresh-once/end-to-end/program";
import { bundle } from "@refresh-once/processes";
import { DemoCrew } from "./demo-crew.ts";
import type { Display } from "./display.ts";
import type { Outcome, ProviderResult } from "./result.ts";
import type { Settings } from "./settings.ts";
import { Stage } from "./stage.ts";
import { sumOf } from "./tally.ts";

/** Server up, processes up, requests until the time is over or somebody interrupts, all down again. */
export async function run(
  settings: Settings,
  display: Display,
  interrupted: AbortSignal,
): Promise<Outcome> {
  using folder = new TokenFolder(settings.providers);
  await using stage = await Stage.open(settings, folder);
  await using bundled = await bundle(new URL("worker.ts", import.meta.url));
  using crew = new DemoCrew(bundled.module, stage.jobs);
  console.log(`Processes: ${crew.pids.join(", ")}`);
  console.log(`Tokens: ${folder.path}`);
  const look = () => resultsOf(settings, crew, stage);
  await crew.start();
  const begun = performance.now();
  const passed = () => (performance.now() - begun) / 1000;
  const shows = setInterval(() => display.show(look(), passed()), display.interval);
  const over = AbortSignal.any([interrupted, crew.shrunk]);
  await sleep(1000 * settings.seconds, undefined, { signal: over }).catch(() => {});
  clearInterval(shows);
  const seconds = passed();
  const deaths = await crew.stop();
  // Only now has the server seen the last request.
  const results = look();
  display.end(results, seconds);
  return { processes: settings.processes, results, deaths };
}

function resultsOf(settings: Settings, crew: DemoCrew, stage: Stage): readonly ProviderResult[] {
  return settings.providers.map((provider) => ({
    ...sumOf(provider, crew.tallies),
    ...stage.countsOf(provider),
  }));
}

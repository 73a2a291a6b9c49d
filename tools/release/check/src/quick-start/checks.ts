import type { Check, Found } from "../held.ts";
import { Projects } from "./projects.ts";
import { type Place, type QuickStart, tryQuickStart, unmatched } from "./quick-starts.ts";

/** Every quick start, each where its page is followed to the letter. */
export function quickStartChecks(place: Place, quickStarts: readonly QuickStart[]): Check[] {
  const all = {
    holds: "every quick start and every whole program of a page is run",
    find: async () => ({ violations: unmatched(quickStarts) }),
  };
  const projects = new Projects(place);
  const each = quickStarts.map((one) => ({
    holds: `the code of ${one.block.at} runs as it is, from what the page installs`,
    find: () => find(place, projects, one),
  }));
  return [all, ...each];
}

async function find(place: Place, projects: Projects, one: QuickStart): Promise<Found> {
  const violations = await tryQuickStart(place, projects, one);
  return violations
    ? { violations }
    : { violations: [], remarks: ["skipped: no such server here"] };
}

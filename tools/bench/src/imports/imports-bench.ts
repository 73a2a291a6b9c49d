import { markdownTable } from "@refresh-once/end-to-end/program";
import type { Chart } from "../report/chart.ts";
import type { Findings, Subject } from "../subject.ts";
import { buildPackages, measureImports } from "./measure.ts";

/** Whether it is ours, or what one takes instead, or what one has anyway. */
const modules: Readonly<Record<string, Chart["bars"][number]["role"]>> = {
  "@refresh-once/core": "ours",
  "@refresh-once/core/file": "ours",
  "@refresh-once/providers": "ours",
  "@refresh-once/fetch": "ours",
  "@refresh-once/axios": "ours",
  "@refresh-once/openapi-fetch": "ours",
  "@refresh-once/redis": "ours",
  "@refresh-once/postgres": "ours",
  "@refresh-once/encryption": "ours",
  "@refresh-once/dpop": "ours",
  axios: "bare",
  "openapi-fetch": "bare",
  "axios-auth-refresh": "peer",
  "@badgateway/oauth2-client": "peer",
  "google-auth-library": "peer",
  "proper-lockfile": "peer",
};

const names = Object.keys(modules);

export const subject: Subject = {
  async measure({ isQuick }): Promise<Findings> {
    await buildPackages();
    const rounds = isQuick ? 5 : 51;
    const times = await measureImports(names, rounds);
    const core = times[names.indexOf("@refresh-once/core")] ?? Number.POSITIVE_INFINITY;
    const rows = names.map((name, index) => [name, times[index]?.toFixed(1) ?? ""]);
    return {
      title: "Imports",
      text: `The time of the first import of a module, with everything that it imports, in a new process, minus the time for an empty module. Medians of ${rounds}. The adapter for axios imports axios.\n\n${markdownTable(["", "ms"], rows)}`,
      charts: [chartOf(times)],
      targets: [
        {
          what: "import of core",
          target: "≤ 3 ms",
          measured: `${core.toFixed(1)} ms`,
          isMet: core <= 3,
        },
      ],
    };
  },
};

function chartOf(times: readonly number[]): Chart {
  return {
    name: "imports",
    title: "First import",
    unit: "ms",
    bars: names.map((label, index) => ({
      label,
      value: times[index] ?? 0,
      role: modules[label] ?? "peer",
    })),
  };
}

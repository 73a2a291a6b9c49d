import { markdownTable } from "@refresh-once/end-to-end/program";
import type { Chart } from "../report/chart.ts";
import type { Findings, Subject, Target } from "../subject.ts";
import { type EntryName, entries, entryNames } from "./entries.ts";
import { type Part, partsOf, type Weight, weigh } from "./weigh.ts";

type Weights = Readonly<Record<EntryName, Weight>>;

export const subject: Subject = {
  async measure(): Promise<Findings> {
    const weights = await weighAll();
    const parts = await partsOf(entries["core + fetch"]);
    return {
      title: "Bytes",
      text: `Each entry with everything that it needs, bundled by esbuild for a browser, or for Node.js if the table says so: ES modules, minified, gzip -9, brotli -q 11. "Without axios" and the like means that the bundle leaves out what the user already has; "alone" means that it leaves out core.\n\n${weightTable(weights)}\n\n${partTable(parts)}`,
      charts: [chartOf(weights)],
      targets: targetsOf(weights),
    };
  },
};

async function weighAll(): Promise<Weights> {
  const all: Partial<Record<EntryName, Weight>> = {};
  for (const name of entryNames) all[name] = await weigh(entries[name]);
  if (!isComplete(all)) throw new Error("an entry was not weighed");
  return all;
}

function isComplete(all: Partial<Weights>): all is Weights {
  return entryNames.every((name) => all[name]);
}

function weightTable(weights: Weights): string {
  const rows = entryNames.map((name) => {
    const { minified, gzip, brotli } = weights[name];
    return [name, entries[name].platform, ...[minified, gzip, brotli].map((size) => `${size}`)];
  });
  return markdownTable(["", "for", "min", "gzip", "brotli"], rows);
}

/** Who is a choice instead of whom: what every program has beside it is left out. */
const compared: readonly EntryName[] = [
  "core + fetch",
  "core + axios, without axios",
  "core + openapi-fetch, without openapi-fetch",
  "axios-auth-refresh, without axios",
  "failedQueue interceptor, without axios",
  "middleware of openapi-fetch #2075",
  "@badgateway/oauth2-client",
];

function chartOf(weights: Weights): Chart {
  const bars = compared.map((name) => ({
    label: name,
    value: weights[name].gzip,
    role: name.startsWith("core") ? ("ours" as const) : ("peer" as const),
  }));
  return { name: "bytes", title: "In a browser's bundle", unit: "bytes, gzip", bars };
}

function partTable(parts: readonly Part[]): string {
  const rows = parts.map(({ module, minified }) => [module, `${minified}`]);
  return markdownTable(["core + fetch, by module", "min"], rows);
}

const onTopOfCore: readonly (readonly [string, EntryName])[] = [
  ["fetch", "all of core + fetch"],
  ["axios", "all of core + axios, without axios"],
  ["openapi-fetch", "all of core + openapi-fetch, without openapi-fetch"],
];

function targetsOf(weights: Weights): Target[] {
  const overLockfile =
    weights["file store and proper-lockfile"].gzip - weights["proper-lockfile alone"].gzip;
  const atMost = (what: string, limit: number, size: number): Target => ({
    what: `${what}, gzip`,
    target: `≤ ${(limit / 1_000).toFixed(1)} kB`,
    measured: `${(size / 1_000).toFixed(2)} kB`,
    isMet: size <= limit,
  });
  return [
    ...(["core + fetch", "core + axios, without axios"] as const).map((name) =>
      atMost(name, 7_500, weights[name].gzip),
    ),
    ...onTopOfCore.map(([adapter, entry]) => {
      const more = weights[entry].gzip - weights["all of core"].gzip;
      return atMost(`the adapter for ${adapter}, on top of core`, 600, more);
    }),
    atMost("file store over proper-lockfile", 1_500, overLockfile),
    atMost(
      "the browser store, on top of core",
      2_000,
      weights["browser store, on top of core"].gzip,
    ),
    atMost(
      "a page's side in all, with the adapter for axios",
      3_000,
      weights["a page's side in all, with axios adapter"].gzip,
    ),
  ];
}

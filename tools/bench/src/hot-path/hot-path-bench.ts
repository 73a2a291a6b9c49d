import { markdownTable } from "@refresh-once/end-to-end/program";
import { contendersOf, families } from "../clients/contenders.ts";
import type { Chart } from "../report/chart.ts";
import type { Findings, Subject, Target } from "../subject.ts";
import { type Cost, costsOf } from "./costs.ts";
import { measureHotPath } from "./measure.ts";
import { type Method, methods } from "./protocol.ts";

export const subject: Subject = {
  async measure({ isQuick }): Promise<Findings> {
    const size = isQuick ? { rounds: 9, batch: 300 } : { rounds: 101, batch: 1_000 };
    const costs: Cost[] = [];
    for (const family of families) {
      const contenders = contendersOf(family);
      const names = contenders.map(({ name }) => name);
      costs.push(
        ...costsOf(contenders, await measureHotPath({ family, names, warmUp: 5_000, ...size })),
      );
    }
    return {
      title: "The cost of every request",
      text: `The server is a stub that answers at once. The alternatives for one HTTP client take turns in one process: ${size.rounds} rounds of ${size.batch} requests. Medians, in ns per request.\n\n${costTable(costs)}`,
      charts: methods.map((method) => chartOf(costs, method)),
      targets: targetsOf(costs),
    };
  },
};

function costTable(costs: readonly Cost[]): string {
  const rows = costs.map(({ contender, method, time, added, ratio }) => [
    contender.name,
    method === "get" ? "GET" : "JSON POST",
    time.toFixed(0),
    contender.role === "bare" ? "" : added.toFixed(0),
    contender.role === "bare" ? "" : ratio.toFixed(3),
  ]);
  return markdownTable(["", "method", "ns", "added ns", "× bare"], rows);
}

function chartOf(costs: readonly Cost[], method: Method): Chart {
  const added = costs.filter((cost) => cost.method === method && cost.contender.role !== "bare");
  return {
    name: `hot-path-${method}`,
    title: `Added time of a ${method === "get" ? "GET" : "JSON POST"}`,
    unit: "ns",
    bars: added.map((cost) => ({
      label: cost.contender.name,
      value: cost.added,
      role: cost.contender.role,
    })),
  };
}

function targetsOf(costs: readonly Cost[]): Target[] {
  return methods.flatMap((method) => {
    const cost = (name: string) => {
      const found = costs.find((one) => one.contender.name === name && one.method === method);
      if (!found) throw new Error(`${name} was not measured`);
      return found;
    };
    const ours = cost("@refresh-once/axios");
    const byHand = cost("failedQueue interceptor");
    const openapi = cost("@refresh-once/openapi-fetch");
    const fetch = cost("@refresh-once/fetch");
    const what = (client: string) => `${client}, added time, ${method}`;
    return [
      {
        what: what("axios"),
        target: "≤ 1.02 × bare",
        measured: ours.ratio.toFixed(3),
        isMet: ours.ratio <= 1.02,
      },
      {
        what: what("axios"),
        target: "not above the hand-written interceptor",
        measured: `${ours.added.toFixed(0)} ns, by hand ${byHand.added.toFixed(0)} ns`,
        isMet: ours.added <= byHand.added,
      },
      {
        what: what("openapi-fetch"),
        target: "≤ 1.05 × bare",
        measured: openapi.ratio.toFixed(3),
        isMet: openapi.ratio <= 1.05,
      },
      {
        what: what("fetch"),
        target: "≤ 0.5 µs",
        measured: `${(fetch.added / 1_000).toFixed(2)} µs`,
        isMet: fetch.added <= 500,
      },
    ];
  });
}

import type { Contender } from "../clients/contender.ts";
import { contendersOf, families } from "../clients/contenders.ts";
import type { Chart } from "../report/chart.ts";
import { median } from "../report/median.ts";
import { table } from "../report/table.ts";
import type { Findings, Subject, Target } from "../subject.ts";
import { measureHotPath } from "./measure.ts";
import { type Method, methods, type Timing } from "./protocol.ts";

/** What a contender's requests take, ns at the median, and beside the bare client's. */
export interface Cost {
  readonly contender: Contender;
  readonly method: Method;
  readonly time: number;
  readonly added: number;
  readonly ratio: number;
}

/** @throws {Error} for a contender that was not measured */
export function costsOf(
  contenders: readonly Contender[],
  timings: readonly Timing[],
  typical: (samples: readonly number[]) => number = median,
): readonly Cost[] {
  const timeOf = (name: string | undefined, method: Method) => {
    const timing = timings.find((one) => one.name === name && one.method === method);
    if (!timing) throw new Error(`${name} was not measured`);
    return typical(timing.samples);
  };
  const bare = contenders.find(({ role }) => role === "bare")?.name;
  return contenders.flatMap((contender) =>
    methods.map((method) => {
      const [time, floor] = [timeOf(contender.name, method), timeOf(bare, method)];
      return { contender, method, time, added: time - floor, ratio: time / floor };
    }),
  );
}

export const subject: Subject = {
  async measure({ isQuick }): Promise<Findings> {
    const size = isQuick ? { rounds: 9, batch: 300 } : { rounds: 101, batch: 1_000 };
    const costs: Cost[] = [];
    for (const family of families) {
      const timings = await measureHotPath({ family, ...size });
      costs.push(...costsOf(contendersOf(family), timings));
    }
    return {
      title: "The way of every request",
      text: `A stub answers at once. The contenders over one client take turns in one process, ${size.rounds} turns of ${size.batch} requests; medians, ns a request.\n\n${costTable(costs)}`,
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
  return table(["", "method", "ns", "added ns", "× bare"], rows);
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

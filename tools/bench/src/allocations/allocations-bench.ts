import { markdownTable } from "@refresh-once/end-to-end/program";
import { answerOf } from "../answer-of.ts";
import type { Contender, Family } from "../clients/contender.ts";
import { contenders } from "../clients/contenders.ts";
import type { Chart } from "../report/chart.ts";
import type { Findings, Subject } from "../subject.ts";
import { type Allocations, isAllocations } from "./protocol.ts";

interface Measured extends Allocations {
  readonly contender: Contender;
}

export const subject: Subject = {
  async measure({ isQuick }): Promise<Findings> {
    const requests = isQuick ? 10_000 : 100_000;
    const all: Measured[] = [];
    for (const contender of contenders) {
      const job = { name: contender.name, requests };
      const module = new URL("./worker.ts", import.meta.url);
      all.push({ contender, ...(await answerOf(module, job, isAllocations)) });
    }
    return {
      title: "Memory of every request",
      text: `${requests.toLocaleString("en-US")} requests to a stub, half of them GET, half of them JSON POST. Each alternative runs in its own process. Bytes of heap per request; "held" is what remains after a forced garbage collection.\n\n${allocationTable(all)}`,
      charts: [chartOf(all)],
      targets: [],
    };
  },
};

function addedBy({ contender, allocated }: Measured, all: readonly Measured[]): number {
  return allocated - bareOf(contender.family, all);
}

function bareOf(family: Family, all: readonly Measured[]): number {
  const bare = all.find(
    ({ contender }) => contender.family === family && contender.role === "bare",
  );
  if (!bare) throw new Error(`no bare client of ${family}`);
  return bare.allocated;
}

function allocationTable(all: readonly Measured[]): string {
  const rows = all.map((one) => [
    one.contender.name,
    one.allocated.toFixed(0),
    one.contender.role === "bare" ? "" : addedBy(one, all).toFixed(0),
    one.held.toFixed(1),
  ]);
  return markdownTable(["", "allocated", "added", "held"], rows);
}

function chartOf(all: readonly Measured[]): Chart {
  return {
    name: "allocations",
    title: "Added allocations a request",
    unit: "bytes",
    bars: all
      .filter(({ contender }) => contender.role !== "bare")
      .map((one) => ({
        label: one.contender.name,
        role: one.contender.role,
        value: addedBy(one, all),
      })),
  };
}

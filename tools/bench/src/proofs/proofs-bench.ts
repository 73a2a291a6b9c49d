import { markdownTable } from "@refresh-once/end-to-end/program";
import { median } from "../report/median.ts";
import type { Findings, Subject } from "../subject.ts";
import { type ProofContender, proofContenders } from "./contenders.ts";

export const subject: Subject = {
  async measure({ isQuick }): Promise<Findings> {
    const rounds = isQuick ? 300 : 3_000;
    const contenders = await proofContenders();
    const samples = await measure(contenders, rounds);
    const rows = contenders.map(({ name, algorithm }, index) => {
      const times = samples[index] ?? [];
      const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
      const perSecond = algorithm === "" ? "" : (1e6 / mean).toFixed(0);
      return [name, algorithm, median(times).toFixed(1), mean.toFixed(1), perSecond];
    });
    return {
      title: "Proofs",
      text: `Requests with bound tokens (DPoP). The server is a stub that answers at once. The alternatives take turns in one process, ${rounds} times, one request after the other. In µs per request.\n\n${markdownTable(["", "algorithm", "median µs", "mean µs", "per second"], rows)}`,
      charts: [],
      targets: [],
    };
  },
};

/** Returns the times of each contender, in µs. */
async function measure(
  contenders: readonly ProofContender[],
  rounds: number,
): Promise<readonly (readonly number[])[]> {
  const samples = contenders.map(() => [] as number[]);
  for (let round = -200; round < rounds; round++) {
    for (const [index, { run }] of contenders.entries()) {
      const start = process.hrtime.bigint();
      await run();
      const time = Number(process.hrtime.bigint() - start) / 1_000;
      if (round >= 0) samples[index]?.push(time);
    }
  }
  return samples;
}

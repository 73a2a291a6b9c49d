import { markdownTable } from "@refresh-once/end-to-end/program";
import { median } from "../report/median.ts";
import type { Findings, Subject } from "../subject.ts";
import { type ProofContender, proofContenders } from "./contenders.ts";

export const subject: Subject = {
  async measure({ isQuick }): Promise<Findings> {
    const rounds = isQuick ? 300 : 3_000;
    const contenders = await proofContenders(stub);
    const samples = await measure(contenders, rounds);
    const bare = median(samples[0] ?? []);
    const rows = contenders.map((contender, index) => rowOf(contender, samples[index] ?? [], bare));
    return {
      title: "Proofs",
      text: `${about(rounds)}\n\n${markdownTable(head, rows)}`,
      charts: [],
      targets: [],
    };
  },
};

const answer = new Response("ok");
const stub = async (_input: string | URL | Request, _init?: RequestInit) => answer;

const head = ["", "algorithm", "median µs", "added µs", "mean µs", "proofs per second"];

const about = (rounds: number) =>
  `Requests with bound tokens (DPoP). The server is a stub that answers at once. The alternatives take turns in one process, ${rounds} times, one request after the other. In µs per request; "added" is what the median has more than that of bare \`fetch\`. oauth4webapi also checks the response. auth0-spa-js runs only in browsers: its row has what it does for a proof, without the key and the nonce that it reads from IndexedDB.`;

/** @param bare the median of a request without a proof, µs */
function rowOf(
  { name, algorithm, isProved }: ProofContender,
  times: readonly number[],
  bare: number,
): string[] {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const added = isProved ? (median(times) - bare).toFixed(1) : "";
  const perSecond = algorithm === "" ? "" : (1e6 / mean).toFixed(0);
  return [name, algorithm, median(times).toFixed(1), added, mean.toFixed(1), perSecond];
}

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

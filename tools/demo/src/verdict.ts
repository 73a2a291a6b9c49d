import { clientNames } from "@refresh-once/end-to-end/scenario";
import type { Outcome, ProviderResult } from "./result.ts";

/** Whether a run has shown what it is to show, and the lines that say so. */
export interface Verdict {
  readonly passed: boolean;
  readonly lines: readonly string[];
}

/** Judges a run: no reuse, no failure, one refresh an expiry, and nobody died. */
export function judge({ processes, results, deaths }: Outcome): Verdict {
  const lines = [...deaths, ...results.flatMap(problemsOf)];
  if (lines.length > 0) return { passed: false, lines: lines.map((line) => `FAILED ${line}`) };
  const setting = `${count(processes, "process", "processes")}, ${clientNames.length} clients each`;
  return { passed: true, lines: [`${setting}: every expiry was refreshed exactly once.`] };
}

function problemsOf(result: ProviderResult): readonly string[] {
  const { provider, requests, failed, firstFailure, reuses, refreshes, expiries } = result;
  const problems: string[] = [];
  // Nothing asked, nothing shown.
  if (requests === 0) problems.push("no request was answered");
  if (failed > 0) {
    problems.push(`${count(failed, "request", "requests")} failed, the first: ${firstFailure}`);
  }
  if (reuses > 0)
    problems.push(count(reuses, "reuse of a refresh token", "reuses of refresh tokens"));
  if (refreshes !== expiries) {
    const found = count(refreshes, "refresh", "refreshes");
    problems.push(`${found} for ${count(expiries, "expiry", "expiries")}`);
  }
  return problems.map((problem) => `${provider}: ${problem}`);
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

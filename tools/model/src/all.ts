import type { Run } from "./runs.ts";
import { check, type Finding } from "./spin.ts";

/** Whether it came out as it must: a broken protocol violates its property, the real one violates none. */
export function isAsItMustBe({ run, violated }: Finding): boolean {
  return run.kind ? run.properties.some((name) => name === violated) : violated === undefined;
}

/** Two at a time: each may take several GB. The findings are in the order of the runs. */
export async function checkAll(
  runs: readonly Run[],
  isQuick: boolean,
  found: (finding: Finding) => void = () => {},
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const open = runs.entries();
  const worker = async () => {
    for (const [index, run] of open) {
      const finding = await check(run, !isQuick && !run.kind);
      findings[index] = finding;
      found(finding);
    }
  };
  await Promise.all([worker(), worker()]);
  return findings;
}

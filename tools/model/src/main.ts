import { checkAll, isAsItMustBe } from "./all.ts";
import { allRuns, quickRuns } from "./runs.ts";
import { missingTool, replayCommand } from "./spin.ts";
import { formatTable } from "./table.ts";

/** The exit code for a check that could not be run, as in Automake. */
const skipped = 77;

const missing = await missingTool();
if (missing !== undefined) {
  console.log(`Skipped: ${missing} is not installed (Debian: apt-get install spin gcc).`);
  process.exitCode = skipped;
} else {
  await model(process.argv.includes("--quick"));
}

async function model(isQuick: boolean): Promise<void> {
  const findings = await checkAll(isQuick ? quickRuns : allRuns, isQuick, ({ run }) =>
    console.error(`checked: ${run.title}`),
  );
  console.log(formatTable(findings));
  const wrong = findings.filter((finding) => !isAsItMustBe(finding));
  for (const { run } of wrong) {
    console.log(`\n${run.title}: for the schedule, in an empty folder:\n${replayCommand(run)}`);
  }
  if (wrong.length > 0) process.exitCode = 1;
}

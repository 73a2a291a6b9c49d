import type { Account } from "../accounts/account.ts";
import { type Diagnosis, diagnose } from "../doctor/diagnosis.ts";
import { writeReport } from "../doctor/report.ts";
import { withAccounts } from "../program/command-context.ts";
import type { AddCommand } from "../program/create-program.ts";
import { type ExitCode, exitCode } from "../program/exit-code.ts";

/** `doctor [NAME…]`: looks for what would end a login later. It changes nothing that lasts. */
export const addDoctor: AddCommand = (program, context) => {
  program
    .command("doctor [NAMES...]")
    .description(
      "check stores, clock and certificates for what would fail later; exit code 1 if there is a problem",
    )
    .option("--json", "print JSON")
    .addHelpText("after", `\n${explanation}`)
    .action(async (names: string[], { json }: { json?: true }) => {
      const { output, signal, end } = context();
      const diagnoses = await withAccounts(context(), names, (accounts) =>
        diagnoseAll(accounts, signal),
      );
      if (json) output.result(JSON.stringify(diagnoses, null, 2));
      else writeReport(output, diagnoses);
      end(exitCodeOf(diagnoses));
    });
};

const explanation = `Each line is one finding:
  ok           checked, and good
  note         good to know
  warning      may lose a login, or fail, later
  problem      fails now, or loses a login; exit code 1
  not checked  out of reach, or forbidden

No token is sent. In the folder of a file store, probe files are created and removed.`;

async function diagnoseAll(
  accounts: readonly Account[],
  signal: AbortSignal,
): Promise<readonly Diagnosis[]> {
  const diagnoses: Diagnosis[] = [];
  // One after the other: stores in one folder would see each other's probe files.
  for (const account of accounts) diagnoses.push(await diagnose(account, signal));
  return diagnoses;
}

function exitCodeOf(diagnoses: readonly Diagnosis[]): ExitCode {
  const findings = diagnoses.flatMap(({ findings }) => findings);
  return findings.some(({ level }) => level === "problem") ? exitCode.failure : exitCode.ok;
}

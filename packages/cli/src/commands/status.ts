import { withAccounts } from "../program/command-context.ts";
import type { AddCommand } from "../program/create-program.ts";
import { type ExitCode, exitCode } from "../program/exit-code.ts";
import { type AccountStatus, statusOf } from "../status/account-status.ts";
import { writeTable } from "../status/status-table.ts";

/** `status [NAME…]`: what is in the stores. It only reads. */
export const addStatus: AddCommand = (program, context) => {
  program
    .command("status [NAMES...]")
    .description("show the state of the accounts, never a token; exit code 3 if a login is needed")
    .option("--json", "print JSON")
    .action(async (names: string[], { json }: { json?: true }) => {
      const { output, end } = context();
      const statuses = await withAccounts(context(), names, (accounts) =>
        Promise.all(accounts.map(statusOf)),
      );
      if (json) output.result(JSON.stringify(statuses, null, 2));
      else writeTable(output, statuses);
      end(exitCodeOf(statuses));
    });
};

function exitCodeOf(statuses: readonly AccountStatus[]): ExitCode {
  if (statuses.some(({ state }) => state === "login_needed")) return exitCode.loginNeeded;
  return statuses.some(({ state }) => state === "unreadable") ? exitCode.failure : exitCode.ok;
}

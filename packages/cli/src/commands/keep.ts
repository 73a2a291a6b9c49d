import { factsOf } from "../accounts/provider-facts.ts";
import { durationOf } from "../keep/duration.ts";
import { type Keeping, type KeepResult, keepAccount } from "../keep/keep-account.ts";
import { type CommandContext, withAccounts } from "../program/command-context.ts";
import { CommandError } from "../program/command-error.ts";
import type { AddCommand } from "../program/create-program.ts";
import { type ExitCode, exitCode } from "../program/exit-code.ts";

interface KeepFlags {
  readonly every?: string;
  readonly once?: boolean;
}

/** `keep [NAME…]`: stays, and keeps logins alive. Several processes may do it at the same time. */
export const addKeep: AddCommand = (program, context) => {
  program
    .command("keep [NAMES...]")
    .description("stay, and renew logins before they end; exit code 3 if no login is left")
    .option(
      "--every <duration>",
      "how often, such as 30m (default: half of the known limit, or 12h)",
    )
    .option("--once", "look at each account once, for a cron job")
    .action(async (names: string[], { every, once = false }: KeepFlags) => {
      const given = every === undefined ? undefined : durationOf(every);
      const { output, signal, end } = context();
      const keeping: Keeping = {
        output,
        signal,
        once,
        limitsOf: (account) => ({ every: given, idleLimit: factsOf(account).idleLimit }),
      };
      end(await keep(context(), names, keeping));
    });
};

async function keep(
  context: CommandContext,
  names: readonly string[],
  keeping: Keeping,
): Promise<ExitCode> {
  try {
    const results = await withAccounts(context, names, (accounts) =>
      Promise.all(accounts.map(async (account) => keepAccount(account, keeping))),
    );
    return exitCodeOf(results);
  } catch (thrown) {
    // A service is stopped by SIGTERM, so that is its regular end.
    if (isTermination(keeping.signal.reason)) return exitCode.ok;
    throw thrown;
  }
}

function isTermination(reason: unknown): boolean {
  return reason instanceof CommandError && reason.exitCode === exitCode.terminated;
}

function exitCodeOf(results: readonly KeepResult[]): ExitCode {
  if (results.includes("lost")) return exitCode.loginNeeded;
  return results.includes("failed") ? exitCode.failure : exitCode.ok;
}

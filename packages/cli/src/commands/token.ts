import { withManager } from "../accounts/account.ts";
import { withAccount } from "../program/command-context.ts";
import { wrongUsage } from "../program/command-error.ts";
import type { AddCommand } from "../program/create-program.ts";

/** `token NAME`: prints a fresh access token, for another program to read. */
export const addToken: AddCommand = (program, context) => {
  program
    .command("token <NAME>")
    .description('print a fresh access token: curl -H "Authorization: Bearer $(… token NAME)"')
    .option("--show", "print it even on a terminal")
    .action(async (name: string, { show }: { show?: true }) => {
      const { output, signal } = context();
      if (output.isTerminal && !show) {
        throw wrongUsage(
          "The token would stay visible on this terminal. Pass it to a program, or add --show.",
        );
      }
      const { accessToken } = await withAccount(context(), name, (account) =>
        withManager(account, (tokens) => tokens.get({ signal })),
      );
      output.result(accessToken);
    });
};

import { withManager } from "../accounts/account.ts";
import { withAccount } from "../program/command-context.ts";
import type { AddCommand } from "../program/create-program.ts";

/** `logout NAME`: revokes the tokens at the provider, if the account can, and deletes them. */
export const addLogout: AddCommand = (program, context) => {
  program
    .command("logout <NAME>")
    .description("revoke the tokens at the provider, if it can, and delete them from the store")
    .option("--local", "only delete them from the store")
    .action(async (name: string, { local = false }: { local?: boolean }) => {
      const { output } = context();
      const isRevoked = await withAccount(context(), name, async (account) => {
        const revokes = account.options.revoke !== undefined && !local;
        await withManager(account, (tokens) => (revokes ? tokens.revoke() : tokens.clear()));
        return revokes;
      });
      const what = isRevoked ? "revoked and deleted" : "deleted, but not revoked at the provider";
      output.result(`${name}: the tokens are ${what}`);
    });
};

import type { TokenSet } from "@refresh-once/core";
import { type Account, withManager } from "../accounts/account.ts";
import { withAccount } from "../program/command-context.ts";
import type { AddCommand } from "../program/create-program.ts";
import { lifetimeText } from "../status/times.ts";

/** `refresh NAME`: refreshes the access token if it is due; with `--force`, always. */
export const addRefresh: AddCommand = (program, context) => {
  program
    .command("refresh <NAME>")
    .description("refresh the access token if it is due")
    .option("--force", "refresh it even if it is still valid")
    .action(async (name: string, { force = false }: { force?: boolean }) => {
      const { output, signal } = context();
      const { tokens, isNew } = await withAccount(context(), name, (account) =>
        refreshed(account, { force, signal }),
      );
      const what = isNew ? "refreshed" : "not due";
      output.result(`${name}: ${what}; the access token is ${lifetimeText(tokens.expiresAt)}`);
    });
};

/** A refresh, and whether the access token is another one than the store had before. */
async function refreshed(
  account: Account,
  { force, signal }: { readonly force: boolean; readonly signal: AbortSignal },
): Promise<{ tokens: TokenSet; isNew: boolean }> {
  const present = (await account.options.store?.read())?.tokens;
  const tokens = await withManager(account, (manager) =>
    force && present?.accessToken
      ? manager.renew(present, { signal })
      : manager.get({ fresh: true, signal }),
  );
  return { tokens, isNew: tokens.accessToken !== present?.accessToken };
}

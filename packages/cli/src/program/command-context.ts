import type { Account } from "../accounts/account.ts";
import { type AccountsFlags, openAccounts } from "../accounts/accounts.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Output } from "./output.ts";

/** What every command works with. */
export interface CommandContext {
  readonly output: Output;
  /** Aborts at Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** The flags that say which accounts there are. */
  readonly flags: AccountsFlags;
  /** Is called with the exit code when the command has ended. Default: 0. */
  end(code: ExitCode): void;
}

/** Lets `use` work with some accounts, and closes their connections afterwards. */
export async function withAccounts<Result>(
  { flags }: CommandContext,
  names: readonly string[],
  use: (accounts: readonly Account[]) => Promise<Result>,
): Promise<Result> {
  const opened = await openAccounts(names, flags);
  try {
    return await use(opened.accounts);
  } finally {
    await opened.close();
  }
}

/** Lets `use` work with one account. */
export function withAccount<Result>(
  context: CommandContext,
  name: string,
  use: (account: Account) => Promise<Result>,
): Promise<Result> {
  return withAccounts(context, [name], ([account]) => {
    if (!account) throw new Error(`There is no account "${name}".`);
    return use(account);
  });
}

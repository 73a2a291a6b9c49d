import { wrongUsage } from "../program/command-error.ts";
import { suggestion } from "../program/suggestion.ts";
import type { Account } from "./account.ts";
import { type AccountFlags, accountOfFlags, hasAccountFlags } from "./account-flags.ts";
import { accountsOfConfig, findConfig } from "./config-file.ts";
import { openStore } from "./opened-store.ts";

/** The flags that say which accounts there are. */
export interface AccountsFlags extends AccountFlags {
  readonly config?: string;
}

/** The accounts of a command, and their connections. */
export interface OpenedAccounts {
  readonly accounts: readonly Account[];
  /** Closes the connections that the command has opened. */
  close(): Promise<void>;
}

/**
 * Finds the accounts with some names; without names, all accounts of the configuration.
 *
 * @throws {CommandError} if there is no such account, or no description of accounts
 */
export async function openAccounts(
  names: readonly string[],
  flags: AccountsFlags,
): Promise<OpenedAccounts> {
  if (hasAccountFlags(flags)) return openByFlags(names, flags);
  const path = flags.config ?? findConfig();
  if (path === undefined) {
    throw wrongUsage(
      "There is no refresh-once.config.mjs in this folder. " +
        "Create one, name it with --config PATH, or describe the account with --issuer, --client-id and --store.",
    );
  }
  const all = await accountsOfConfig(path);
  const known = all.map(({ name }) => name);
  const missing = names.find((name) => !known.includes(name));
  if (missing !== undefined) {
    throw wrongUsage(
      `There is no account "${missing}" in ${path}.${suggestion(missing, known)} ` +
        `It has: ${known.join(", ")}.`,
    );
  }
  const accounts = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  return { accounts, close: async () => {} };
}

async function openByFlags(
  names: readonly string[],
  flags: AccountsFlags,
): Promise<OpenedAccounts> {
  if (flags.config) {
    throw wrongUsage("Give --config, or flags that describe one account, not both.");
  }
  const [name = "default", ...others] = names;
  if (others.length > 0) throw wrongUsage("The flags describe one account. Give one name.");
  if (!flags.store) {
    throw wrongUsage("Say where the tokens are kept, such as --store file:tokens/oro.json.");
  }
  const account = accountOfFlags(name, flags);
  const { store, close } = await openStore(flags.store);
  return { accounts: [{ ...account, options: { ...account.options, store } }], close };
}

import type { Seed } from "@refresh-once/core";
import { type Account, withManager } from "../accounts/account.ts";
import { askToken } from "../login/ask-token.ts";
import { codeLogin } from "../login/code-login.ts";
import { deviceLogin } from "../login/device-login.ts";
import { defineLogins, type LoginOptions } from "../login-options.ts";
import { collect } from "../program/collect.ts";
import { type CommandContext, withAccount } from "../program/command-context.ts";
import { messageOf, wrongUsage } from "../program/command-error.ts";
import type { AddCommand } from "../program/create-program.ts";

interface LoginFlags {
  readonly device?: true;
  readonly browser: boolean;
  readonly scope?: string;
  readonly redirectUri?: string;
  readonly param?: readonly string[];
  readonly token?: true;
}

/** `login NAME`: gets the first tokens of an account, or new ones, and stores them. */
export const addLogin: AddCommand = (program, context) => {
  program
    .command("login <NAME>")
    .description("log in by a browser, or enter a refresh token, and store the tokens")
    .option("--device", "log in on another device, with a code")
    .option("--no-browser", "print the address, and open no browser")
    .option("--token", "enter a refresh token, even if the account has a login by browser")
    .option("--scope <scopes>", 'the scopes (default: "openid offline_access")')
    .option("--redirect-uri <url>", "the loopback address that is registered at the provider")
    .option("--param <name=value>", "a parameter of the authorization request; repeatable", collect)
    .action(async (name: string, flags: LoginFlags) => {
      await withAccount(context(), name, (account) => logIn(context(), account, flags));
    });
};

/** Nothing is stored before the login is complete. */
async function logIn(context: CommandContext, account: Account, flags: LoginFlags): Promise<void> {
  const { output, signal } = context;
  if (account.options.store === undefined) {
    throw wrongUsage(
      `The account "${account.name}" has no store, so the login would be lost. Add a "store" to it.`,
    );
  }
  const seed = await tokensOf(context, account, flags);
  signal.throwIfAborted();
  await withManager(account, (tokens) => tokens.set(seed));
  output.message(`${account.name}: the tokens are stored.`);
  if (!seed.accessToken) output.message(`Check them with: refresh-once refresh ${account.name}`);
}

function tokensOf(context: CommandContext, account: Account, flags: LoginFlags): Promise<Seed> {
  const { output, signal } = context;
  if (account.login === undefined || flags.token) {
    if (!flags.device) return askToken(output, signal);
    throw wrongUsage(
      `The device flow needs the issuer of "${account.name}": give --issuer, or list it in the "logins" of the configuration.`,
    );
  }
  const login = withFlags(account.login, flags);
  const { scope = "openid offline_access" } = login;
  const opensBrowser = flags.browser;
  const logInBy = flags.device ? deviceLogin : codeLogin;
  return logInBy({ login, scope, opensBrowser, output, signal });
}

function withFlags(
  login: LoginOptions,
  { scope, redirectUri, param = [] }: LoginFlags,
): LoginOptions {
  const parameters = param.map((text): [string, string] => {
    const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === "") throw wrongUsage("--param must be name=value, such as prompt=consent.");
    return [name, value];
  });
  const { login: checked } = asUsage(() =>
    defineLogins({
      login: {
        ...login,
        ...(scope && { scope }),
        ...(redirectUri && { redirectUri }),
        parameters: { ...login.parameters, ...Object.fromEntries(parameters) },
      },
    }),
  );
  return checked ?? login;
}

function asUsage<Result>(check: () => Result): Result {
  try {
    return check();
  } catch (cause) {
    throw wrongUsage(messageOf(cause), cause);
  }
}

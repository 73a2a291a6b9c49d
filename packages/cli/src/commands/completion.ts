import { setTimeout } from "node:timers/promises";
import { Argument } from "commander";
import { openAccounts } from "../accounts/accounts.ts";
import { candidates } from "../completion/candidates.ts";
import { scripts } from "../completion/scripts.ts";
import type { AddCommand } from "../program/create-program.ts";

/** How long to wait for the names of the accounts, in ms: the configuration may connect to a database that is down. */
const longestWait = 3_000;

/** `completion SHELL` prints what the shell's start file loads; that calls the hidden `complete`. */
export const addCompletion: AddCommand = (program, context) => {
  program
    .command("completion")
    .addArgument(new Argument("<SHELL>").choices(Object.keys(scripts)))
    .description("print the script that completes commands, flags and accounts in a shell")
    .action((shell: keyof typeof scripts) => context().output.result(scripts[shell]));
  program
    .command("complete [words...]", { hidden: true })
    .action(async (words: readonly string[]) => {
      for (const word of await candidates(program, words, accountNames)) {
        context().output.result(word);
      }
    });
};

async function accountNames(config: string | undefined): Promise<readonly string[]> {
  const found = openAccounts([], config === undefined ? {} : { config });
  const names = found.then(({ accounts }) => accounts.map(({ name }) => name)).catch(() => []);
  return Promise.race([names, setTimeout(longestWait, [], { ref: false })]);
}

import { Command } from "commander";
import type { AccountsFlags } from "../accounts/accounts.ts";
import { addCompletion } from "../commands/completion.ts";
import { addDoctor } from "../commands/doctor.ts";
import { addFetch } from "../commands/fetch.ts";
import { addKeep } from "../commands/keep.ts";
import { addLogin } from "../commands/login.ts";
import { addLogout } from "../commands/logout.ts";
import { addMove } from "../commands/move.ts";
import { addRefresh } from "../commands/refresh.ts";
import { addStatus } from "../commands/status.ts";
import { addToken } from "../commands/token.ts";
import type { CommandContext } from "./command-context.ts";

/** Adds a command to the program. `context` may be called when the command line has been read. */
export type AddCommand = (program: Command, context: () => CommandContext) => void;

const commands: readonly AddCommand[] = [
  addLogin,
  addStatus,
  addToken,
  addRefresh,
  addFetch,
  addKeep,
  addMove,
  addLogout,
  addDoctor,
  addCompletion,
];

/** The parser of the command line. It throws instead of ending the process. */
export function createProgram(context: Omit<CommandContext, "flags">): Command {
  const { output } = context;
  const program = new Command("refresh-once")
    .description("Log in, and see, use and renew the tokens of a store.")
    .usage("<command> [NAME] [options]")
    .option("--config <path>", "configuration file (default: refresh-once.config.mjs, .js or .ts)")
    .option("--issuer <url>", "without a configuration: the issuer of the account")
    .option("--token-endpoint <url>", "without a configuration: the token endpoint")
    .option("--client-id <id>", "the id of the client")
    .option("--client-secret-env <name>", "the environment variable with the client's secret")
    .option("--store <store>", "file:PATH, redis://HOST/#KEY or postgres://HOST/DATABASE#KEY")
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({
      writeOut: (text) => output.raw(text),
      writeErr: (text) => output.message(text.trimEnd()),
      outputError: (text, write) =>
        write(`${text.replace(/^error: /, "")}See: refresh-once --help\n`),
    })
    .addHelpText(
      "after",
      "\nExit codes: 0 ok, 1 failure, 2 wrong usage, 3 login needed, 130 Ctrl-C, 143 SIGTERM",
    );
  for (const add of commands) {
    add(program, () => ({ ...context, flags: program.opts<AccountsFlags>() }));
  }
  return program;
}

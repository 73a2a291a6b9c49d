import type { Command, Option } from "commander";

/** A command line that is being typed. */
interface Typed {
  /** The command, if one has been typed. */
  readonly command?: Command | undefined;
  /** How many words follow the command, without flags. */
  readonly operands: number;
  /** The flag whose value comes next. */
  readonly flag?: Option | undefined;
  /** The configuration file, if it has been typed. */
  readonly config?: string | undefined;
}

/** Finds the names of the accounts in a configuration file. */
export type AccountNames = (config: string | undefined) => Promise<readonly string[]>;

/**
 * What the last word may become: a command, a flag or an account. Nothing for a value, which may be a file.
 *
 * @param words The words after the name of the program. The last one may be empty.
 */
export async function candidates(
  program: Command,
  words: readonly string[],
  accountNames: AccountNames,
): Promise<readonly string[]> {
  const last = words.at(-1) ?? "";
  const typed = read(program, words.slice(0, -1));
  const all = typed.flag ? [] : await whatMayFollow(program, typed, last, accountNames);
  // Other words would have to be quoted, by different rules in each shell.
  return all.filter((word) => word.startsWith(last) && /^[\w./@-]+$/.test(word));
}

function read(program: Command, words: readonly string[]): Typed {
  let typed: Typed = { operands: 0 };
  for (const word of words) {
    const { command, operands, flag } = typed;
    if (flag)
      typed = { ...typed, flag: undefined, ...(flag.long === "--config" && { config: word }) };
    else if (word.startsWith("-")) typed = { ...typed, flag: withValue(program, command, word) };
    else if (command) typed = { ...typed, operands: operands + 1 };
    else typed = { ...typed, command: commandNamed(program, word) };
  }
  return typed;
}

function commandNamed(program: Command, word: string): Command {
  return program.commands.find((one) => one.name() === word) ?? program.createCommand(word);
}

/** The flag, if its value is the next word. */
function withValue(program: Command, command: Command | undefined, word: string) {
  const options = [...program.options, ...(command?.options ?? [])];
  return options.find((option) => option.required && [option.long, option.short].includes(word));
}

async function whatMayFollow(
  program: Command,
  { command, operands, config }: Typed,
  last: string,
  accountNames: AccountNames,
): Promise<readonly string[]> {
  const help = program.createHelp();
  if (last.startsWith("-")) {
    const own = command ? help.visibleOptions(command) : [];
    return [...own, ...help.visibleOptions(program)].flatMap(({ long }) => long ?? []);
  }
  if (!command) return help.visibleCommands(program).map((one) => one.name());
  const args = command.registeredArguments;
  const argument = args[operands] ?? args.find(({ variadic }) => variadic);
  if (argument?.argChoices) return argument.argChoices;
  return argument?.name().startsWith("NAME") ? accountNames(config) : [];
}

/** What an option of a function must be. An option that is `undefined` counts as not given. */
export interface OptionRule {
  /** Completes the sentence `"max" must be …`, and says what to write instead. */
  readonly mustBe: string;
  /** Whether a value of the option is valid. */
  isRight(value: unknown): boolean;
  /** Set if the option must be given. */
  readonly isRequired?: true;
}

/** The rules of all options of a function. */
export type OptionRules<Options> = { readonly [Name in keyof Options]-?: OptionRule };

export function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

/** The rule of an option that is a boolean. */
export const booleanRule: OptionRule = {
  mustBe: "true or false",
  isRight: (value) => typeof value === "boolean",
};

/** The rule of an option that is a function. */
export const functionRule: OptionRule = { mustBe: "a function", isRight: isFunction };

/** For a text that must not be empty. */
export const textRule: OptionRule = {
  mustBe: "a non-empty string",
  isRight: (value) => typeof value === "string" && value !== "",
};

/**
 * Checks the options that a user passed to a function.
 *
 * @param caller the name of the function
 * @param rules one for each option; other options are misspelt
 * @throws {TypeError} that names the function and the first wrong option, and never shows its value
 */
export function checkOptions<Options extends object>(
  caller: string,
  options: Options | undefined,
  rules: OptionRules<Options>,
): Options;
export function checkOptions(
  caller: string,
  options: object = {},
  rules: Readonly<Record<string, OptionRule>>,
): object {
  if (typeof options !== "object" || options === null) {
    throw wrongOption(caller, "options", "an object");
  }
  const names = Object.keys(rules);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownOption(caller, unknown, names);
  for (const [name, { mustBe, isRight, isRequired }] of Object.entries(rules)) {
    const value: unknown = Reflect.get(options, name);
    const isAccepted = value === undefined ? !isRequired : isRight(value);
    if (!isAccepted) throw wrongOption(caller, name, mustBe);
  }
  return options;
}

/** The error for a wrong option: `createTokenManager: "store" must be a token store`. */
export function wrongOption(caller: string, name: string, mustBe: string): TypeError {
  return new TypeError(`${caller}: "${name}" must be ${mustBe}`);
}

function unknownOption(caller: string, name: string, names: readonly string[]): TypeError {
  const [nearest] = names
    .map((known) => ({ known, likeness: likeness(name, known) }))
    .filter(({ likeness }) => likeness > 0.5)
    .sort((a, b) => b.likeness - a.likeness);
  const hint = nearest
    ? `did you mean "${nearest.known}"?`
    : `the options are ${names.map((known) => `"${known}"`).join(", ")}`;
  return new TypeError(`${caller}: "${name}" is not an option; ${hint}`);
}

/** How alike two names are, from 0 to 1, by the letters and pairs of letters that they share. */
function likeness(a: string, b: string): number {
  const [ofA, ofB] = [partsOf(a), partsOf(b)];
  const shared = [...ofA].filter((part) => ofB.has(part));
  return (2 * shared.length) / (ofA.size + ofB.size);
}

function partsOf(name: string): ReadonlySet<string> {
  const letters = [...name.toLowerCase()];
  return new Set([...letters, ...letters.map((letter, at) => letter + (letters[at + 1] ?? ""))]);
}

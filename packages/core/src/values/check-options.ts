import { isObject } from "./is-object.ts";

/** What an option of a function must be. An option that is `undefined` counts as not given. */
export interface OptionRule {
  /** Completes the sentence `"max" must be …`, and says what to write instead. */
  readonly mustBe: string;
  /** Whether this value is allowed. It is not called for `undefined`. */
  isRight(value: unknown): boolean;
  /** Whether the option must be given. */
  readonly isRequired?: true;
}

/** The rules of all options of a function. */
export type OptionRules<Options> = { readonly [Name in keyof Options]-?: OptionRule };

/** Whether a value can be called. */
export function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

/** For an option that is true or false. */
export const booleanRule: OptionRule = {
  mustBe: "true or false",
  isRight: (value) => typeof value === "boolean",
};

/** For a function of the user. */
export const functionRule: OptionRule = { mustBe: "a function", isRight: isFunction };

/** For a number of things. */
export const countRule: OptionRule = {
  mustBe: "a positive integer",
  isRight: (value) => Number.isInteger(value) && Number(value) > 0,
};

/** For a text that must not be empty. */
export const textRule: OptionRule = {
  mustBe: "a non-empty string",
  isRight: (value) => typeof value === "string" && value !== "",
};

/**
 * For a text that identifies an account. Most databases and encodings replace each unpaired surrogate by the same
 * character, so two accounts would become one.
 */
export const keyRule: OptionRule = {
  mustBe: "a non-empty string without unpaired surrogates",
  isRight: (value) => typeof value === "string" && value !== "" && !/[\ud800-\udfff]/u.test(value),
};

/**
 * Checks the options that a user passed to a function.
 *
 * @param caller the name of the function, for messages
 * @param rules one for each option; any other option is misspelt
 * @returns the options; none if the user passed none
 * @throws {TypeError} that names the function and the first wrong option, and never shows its value
 * @example
 * ```ts
 * import { checkOptions, keyRule } from "@refresh-once/core/store";
 *
 * export function yourStore(options: { readonly key: string }) {
 *   const { key } = checkOptions("yourStore", options, { key: { ...keyRule, isRequired: true } });
 *   return key;
 * }
 * ```
 */
export function checkOptions<Options extends object>(
  caller: string,
  options: Options | undefined,
  rules: OptionRules<Options>,
): Options;
export function checkOptions(
  caller: string,
  given: object | undefined,
  rules: Readonly<Record<string, OptionRule>>,
): object {
  const options: object = checkOptionNames(caller, given, Object.keys(rules));
  for (const [name, { mustBe, isRight, isRequired }] of Object.entries(rules)) {
    const value: unknown = Reflect.get(options, name);
    const isAccepted = value === undefined ? !isRequired : isRight(value);
    if (!isAccepted) throw wrongOption(caller, name, mustBe);
  }
  return options;
}

/**
 * Checks that all options a user passed exist.
 *
 * @param caller the name of the function, for messages
 * @param names of all its options
 * @returns the options; none if the user passed none
 * @throws {TypeError} that suggests the right name for a misspelt one
 */
export function checkOptionNames<Options extends object>(
  caller: string,
  options: Options | undefined,
  names: readonly string[],
): Partial<Options> {
  const given: Partial<Options> = options ?? {};
  if (!isObject(given)) throw wrongOption(caller, "options", "an object");
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return given;
  throw unknownOption(caller, unknown, names);
}

/** The error for a wrong option: `createTokenManager: "store" must be a token store`. */
export function wrongOption(caller: string, name: string, mustBe: string): TypeError {
  return new TypeError(`${caller}: "${name}" must be ${mustBe}`);
}

function unknownOption(caller: string, name: string, names: readonly string[]): TypeError {
  const [nearest] = names
    .filter((known) => likeness(name, known) > 0.6)
    .sort((a, b) => likeness(name, b) - likeness(name, a));
  const hint = nearest ? `did you mean "${nearest}"?` : `the options are ${names.join(", ")}`;
  return new TypeError(`${caller}: "${name}" is not an option; ${hint}`);
}

/** How alike two names are, from 0 to 1, by the letters and pairs of letters that they share. */
function likeness(a: string, b: string): number {
  const [ofA, ofB] = [partsOf(a), partsOf(b)];
  const shared = ofA.filter((part) => ofB.includes(part));
  return shared.length / Math.max(ofA.length, ofB.length);
}

function partsOf(name: string): readonly string[] {
  // The pair of the last letter marks the end of the name.
  const letters = [...name.toLowerCase(), "."];
  return letters.slice(1).flatMap((letter, at) => [letters[at] ?? "", letters[at] + letter]);
}

import { parseArgs } from "node:util";
import { wholeFrom } from "@refresh-once/end-to-end/program";

/** The largest number that can be asked for. */
const most = 100_000;

/**
 * Reads a whole number for each name: `--accounts 5`.
 *
 * @throws {TypeError} that names the flag
 */
export function wholeFlags<Name extends string>(
  args: readonly string[],
  defaults: Readonly<Record<Name, number>>,
): Record<Name, number> {
  const numbers: Record<Name, number> = { ...defaults };
  const names = Object.keys(defaults);
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" } as const]));
  const { values } = parseArgs({ args: [...args], options });
  for (const name in numbers) {
    const value = values[name];
    if (typeof value === "string") numbers[name] = wholeFrom(`--${name}`, value, 1, most);
  }
  return numbers;
}

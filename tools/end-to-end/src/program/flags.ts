/** @throws {TypeError} that names the flag */
export function wholeFrom(flag: string, text: string, least: number, most: number): number {
  const value = numberFrom(flag, text, least, most);
  if (/^\d+$/.test(text)) return value;
  throw new TypeError(`${flag} must be a whole number`);
}

/** @throws {TypeError} that names the flag */
export function numberFrom(flag: string, text: string, least: number, most: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new TypeError(`${flag} must be a number from ${least} to ${most}, not "${text}"`);
}

/**
 * What is wrong with the flags, in one line, from the error that reading them threw.
 *
 * @throws the error itself, if it is about something else
 */
export function flagProblem(error: unknown): string {
  if (!(error instanceof TypeError)) throw error;
  // Node's own messages go on with advice on positional arguments.
  const [problem = ""] = error.message.split(/\.\s/, 1);
  return problem;
}

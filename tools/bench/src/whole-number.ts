/** @throws {TypeError} that names the flag */
export function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 100_000) return value;
  throw new TypeError(`${flag} must be a whole number from 1 to 100000, not "${text}"`);
}

/** Returns the result of `read`, or `undefined` if it throws: a getter of a foreign object may throw. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Counts the commands that a client sends to a database. */
export class CommandCounts {
  #counts: Record<string, number> = {};

  add(name: string): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + 1;
  }

  /** The commands since the last call. */
  take(): Readonly<Record<string, number>> {
    const counts = this.#counts;
    this.#counts = {};
    return counts;
  }
}

/** Calls `seen` with the arguments and the result of each call of a method of this one object. */
export function watchCalls(
  object: object,
  method: string,
  seen: (args: readonly unknown[], result: unknown) => void,
): void {
  const original: unknown = Reflect.get(object, method);
  if (typeof original !== "function") throw new TypeError(`there is no method "${method}"`);
  Reflect.set(object, method, function (this: unknown, ...args: unknown[]): unknown {
    const result: unknown = Reflect.apply(original, this, args);
    seen(args, result);
    return result;
  });
}

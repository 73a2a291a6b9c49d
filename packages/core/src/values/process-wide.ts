/**
 * A value that exists once in a process. A program may load a package as an ES module and as CommonJS,
 * and each has module state of its own. Two versions of a package may be loaded as well: if the shape of
 * the value changes, change its name.
 */
export function processWide<T>(name: string, make: () => T): T {
  const key = Symbol.for(`@refresh-once/${name}`);
  const present: T | undefined = Reflect.get(globalThis, key);
  if (present !== undefined) return present;
  const value = make();
  Object.defineProperty(globalThis, key, { value });
  return value;
}

/** An object whose optional properties may be `undefined` as well as absent. */
export type MayBeUndefined<T> = {
  readonly [Name in keyof T]: Record<never, never> extends Pick<T, Name>
    ? T[Name] | undefined
    : T[Name];
};

/** Drops the properties that are `undefined`, so that nothing can mistake them for properties with a value. */
export function withoutUndefined<T extends object>(fields: MayBeUndefined<T>): T;
export function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

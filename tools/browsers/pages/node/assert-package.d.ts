/** The package `assert` has no types of its own. */
declare module "assert/build/assert.js" {
  const assert: {
    readonly strict: Readonly<Record<string, (...values: readonly unknown[]) => void>>;
    readonly AssertionError: new (options: { readonly message: string }) => Error;
  };
  export default assert;
}

declare module "assert/build/internal/util/comparisons.js" {
  export function isDeepStrictEqual(one: unknown, other: unknown): boolean;
}

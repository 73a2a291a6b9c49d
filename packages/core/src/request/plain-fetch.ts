type Fetch = typeof globalThis.fetch;

/** A `fetch` that attaches tokens has here what it sends by. */
export const belowFetch: unique symbol = Symbol.for("@refresh-once/below-fetch");

/**
 * The global `fetch`; where that attaches tokens, the one below it: a refresh must not wait for the
 * tokens that it is to bring.
 */
export function plainFetch(): Fetch {
  let plain: Fetch & { readonly [belowFetch]?: Fetch } = globalThis.fetch;
  while (plain?.[belowFetch]) plain = plain[belowFetch];
  return plain;
}

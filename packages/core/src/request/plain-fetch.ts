type Fetch = typeof globalThis.fetch;

/** The key under which a `fetch` that attaches tokens has the `fetch` that it sends by. */
export const belowFetch: unique symbol = Symbol.for("@refresh-once/below-fetch");

/**
 * The global `fetch` or, if that attaches tokens, the one below it. A refresh must not use a `fetch` that
 * waits for the refresh.
 */
export function plainFetch(): Fetch {
  let plain: Fetch & { readonly [belowFetch]?: Fetch } = globalThis.fetch;
  while (plain?.[belowFetch]) plain = plain[belowFetch];
  return plain;
}

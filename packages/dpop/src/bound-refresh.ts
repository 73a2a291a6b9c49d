import type { RefreshFunction, TokenReply, TokenSet } from "@refresh-once/core";
import { callRefresh, wrongOption } from "@refresh-once/core/adapter";
import { type KeyOptions, LoginKeys } from "./keys/index.ts";
import { type Nonces, tokenRequestFetch } from "./requests/index.ts";
import { withExtra } from "./with-extra.ts";

type Fetch = typeof globalThis.fetch;

/** What requests to the token endpoint need. */
export interface TokenRequestSettings {
  readonly keys: KeyOptions;
  readonly nonces: Nonces;
  /** Sends the requests. */
  readonly send: Fetch;
}

/**
 * Wraps a function that makes refresh functions. One is made for each call, with a `fetch` that signs with the
 * key of the login that the call is about.
 *
 * @throws {TypeError} if `make` does not return a function; and what `make` throws
 */
export function boundRefresh<Result extends TokenSet | TokenReply>(
  make: (fetch: Fetch) => RefreshFunction<Result>,
  { keys, nonces, send }: TokenRequestSettings,
): RefreshFunction<Result> {
  const sample = sampleOf(make, send);
  const loginKeys = new LoginKeys(keys);
  const refresh: RefreshFunction<Result> = async (current, context) => {
    const { pair, extra } = await loginKeys.findOrCreate(current);
    const fetch = tokenRequestFetch(send, { pair, nonces });
    const call: typeof refresh = (tokens, given) => make(fetch)(tokens, given);
    const result = await callRefresh(call, current, context);
    await loginKeys.stored(current);
    return withExtra(result, extra);
  };
  return withPropertiesOf(sample, refresh);
}

/** Makes a refresh function that is not called: it reports wrong options, and has the properties of the others. */
function sampleOf(make: (fetch: Fetch) => object, send: Fetch): object {
  // A refresh function instead of a function that makes one.
  const sample = "endpoint" in make ? undefined : make(send);
  if (typeof sample === "function") return sample;
  if (sample instanceof Promise) sample.catch(() => {});
  throw wrongOption("dpop.refresh", "make", "a function that returns a refresh function");
}

const ofEveryFunction = ["length", "name", "prototype", "arguments", "caller"];

/** Copies `endpoint`, and by what `createTokenManager` recognizes a preset that was not called. */
function withPropertiesOf<To extends object>(from: object, to: To): To {
  const own = Object.entries(Object.getOwnPropertyDescriptors(from));
  const symbols = Object.getOwnPropertySymbols(from);
  Object.defineProperties(
    to,
    Object.fromEntries(own.filter(([name]) => !ofEveryFunction.includes(name))),
  );
  for (const symbol of symbols)
    Object.defineProperty(to, symbol, { value: Reflect.get(from, symbol) });
  return to;
}

import type { NotAttachedEvent } from "../renewal/index.ts";
import type { TokenSet } from "../tokens/index.ts";
import { isObject, wrongOption } from "../values/index.ts";
import type { TokenManager } from "./token-manager.ts";

/** What an adapter sees of a {@link TokenManager}. */
export interface AdapterTokens extends Pick<TokenManager, "get" | "renew"> {
  /** The cached token set while it is usable, without waiting and without I/O. */
  peek(): TokenSet | undefined;
  /** Until when `peek` returns the cached token set, unless it is replaced: in epoch ms. */
  readonly usableUntil: number;
  /** Calls `changed` when the cached tokens are replaced or deleted. Returns a function that ends this. */
  onChange(changed: () => void): () => void;
  /**
   * The token set with this access token, if `get` or `renew` has returned it recently. Absent if they return
   * only what {@link onChange} has announced and `peek` returns then.
   */
  readonly recall?: ((accessToken: string) => TokenSet | undefined) | undefined;
  /**
   * Reports that the resource rejected the current token set although it is new. If the set was issued
   * within the `cooldown`, `renew` then returns it unchanged for that long, or until it expires.
   */
  coolDown(rejected: TokenSet): void;
  /** Reports why a request got no token. Absent unless the manager was created with `debug`. */
  readonly notAttached?:
    | ((request: Pick<NotAttachedEvent, "reason" | "origin">) => void)
    | undefined;
}

/**
 * The key under which a token manager has its {@link AdapterTokens}. It is the same for all copies and
 * formats of this package.
 */
export const adapterTokens: unique symbol = Symbol.for("@refresh-once/adapter-tokens");

/**
 * What an adapter needs of a token manager, and users do not.
 *
 * @param caller the adapter's function, for the message
 * @throws {TypeError} if `tokens` is not a token manager
 * @example
 * ```ts
 * import type { TokenManager } from "@refresh-once/core";
 * import { adapterView } from "@refresh-once/core/adapter";
 *
 * export async function authorizationOf(tokens: TokenManager): Promise<string> {
 *   const { accessToken } = adapterView(tokens, "authorizationOf").peek() ?? (await tokens.get());
 *   return `Bearer ${accessToken}`;
 * }
 * ```
 */
export function adapterView(tokens: TokenManager, caller = "adapterView"): AdapterTokens {
  const view: AdapterTokens | undefined = isObject(tokens)
    ? Reflect.get(tokens, adapterTokens)
    : undefined;
  if (view) return view;
  throw wrongOption(
    caller,
    "tokens",
    "a token manager; pass what createTokenManager() or the get() of a pool returned",
  );
}

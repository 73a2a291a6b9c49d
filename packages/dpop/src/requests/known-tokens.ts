import type { TokenManager, TokenSet } from "@refresh-once/core";
import { type AdapterTokens, adapterView } from "@refresh-once/core/adapter";

/** How many token sets are remembered. A request is sent soon after it got its token. */
const mostKnown = 32;

/** The newest token sets of one manager, by access token. */
export class KnownTokens {
  readonly #tokens: AdapterTokens;
  readonly #known = new Map<string, TokenSet>();

  /** @throws {TypeError} that names the caller if `tokens` is not a token manager */
  constructor(tokens: TokenManager, caller: string) {
    this.#tokens = adapterView(tokens, caller);
    // A listener would keep the manager of a page in memory.
    if (this.#tokens.recall) return;
    this.#remember();
    this.#tokens.onChange(() => this.#remember());
  }

  /** The token set with this access token; `undefined` if it is not one of the manager's. */
  find(accessToken: string): TokenSet | undefined {
    const present = this.#tokens.peek();
    if (present?.accessToken === accessToken) return present;
    return this.#known.get(accessToken) ?? this.#tokens.recall?.(accessToken);
  }

  /** Returns other tokens than these, after a refresh if there are none yet. */
  renew(tokens: TokenSet, signal: AbortSignal | null | undefined): Promise<TokenSet> {
    return this.#tokens.renew(tokens, { signal });
  }

  #remember(): void {
    const tokens = this.#tokens.peek();
    if (!tokens) return;
    this.#known.delete(tokens.accessToken);
    this.#known.set(tokens.accessToken, tokens);
    if (this.#known.size <= mostKnown) return;
    const [oldest = ""] = this.#known.keys();
    this.#known.delete(oldest);
  }
}

import { isTokenError } from "../errors/index.ts";
import { persistCoolDown } from "../store/index.ts";
import {
  abortable,
  type Deadline,
  SignalWaiters,
  throwIfAborted,
  withDeadline,
} from "../time/index.ts";
import { checkSeed, type Seed, type TokenSet } from "../tokens/index.ts";
import { wrongOption } from "../values/index.ts";
import { type AdapterTokens, adapterTokens } from "./adapter-view.ts";
import { ManagedAccount } from "./managed-account.ts";
import type { ResolvedOptions } from "./options.ts";
import { Reentry } from "./reentry.ts";
import { RefreshTimer } from "./refresh-timer.ts";
import { Replacements } from "./replacements.ts";
import { revokeTokens } from "./revocation.ts";
import { SharedRenewals } from "./shared-renewals.ts";
import type { GetOptions, TokenManager, WaitOptions } from "./token-manager.ts";

/** Implements a token manager: one renewal at a time, and the callers who wait for it. */
export class Manager implements TokenManager, AdapterTokens {
  readonly notAttached: AdapterTokens["notAttached"];
  readonly #options: ResolvedOptions;
  readonly #reentry = new Reentry();
  readonly #account: ManagedAccount;
  readonly #renewals: SharedRenewals;
  readonly #replacements: Replacements;
  #closing: Promise<void> | undefined;

  /** @param signals shared with managers whose callers may have the same ones */
  constructor(options: ResolvedOptions, signals = new SignalWaiters()) {
    const ahead = new RefreshTimer<Manager>(this, (manager) => manager.#renewAhead());
    this.#options = options;
    this.#account = new ManagedAccount({ options, reentry: this.#reentry, ahead });
    this.#renewals = new SharedRenewals(this.#account, signals);
    this.#replacements = new Replacements(this.#account, this.#renewals);
    this.notAttached = options.isDebugging
      ? (request) => this.#account.emit({ type: "not_attached", ...request })
      : undefined;
  }

  get [adapterTokens](): AdapterTokens {
    return this;
  }

  get unsaved(): TokenSet | undefined {
    return this.#account.writer.unsaved;
  }

  /** Nothing would be lost with this object. */
  get isIdle(): boolean {
    return this.#renewals.isIdle && this.#replacements.isIdle && this.#account.writer.isIdle;
  }

  peek(): TokenSet | undefined {
    return this.#closing ? undefined : this.#account.cache.usable;
  }

  async get({ signal, fresh = false }: GetOptions = {}): Promise<TokenSet> {
    this.#account.check();
    throwIfAborted(signal);
    const { cache } = this.#account;
    return (fresh ? cache.fresh : cache.usable) ?? this.#renewedEarly(signal);
  }

  async renew(rejected: TokenSet, { signal }: WaitOptions = {}): Promise<TokenSet> {
    this.#account.check();
    throwIfAborted(signal);
    const { accessToken } = rejected;
    const { cache } = this.#account;
    const { usable, tokens } = cache;
    if (usable && usable.accessToken !== accessToken) return usable;
    if (tokens?.accessToken === accessToken && cache.isCooling(accessToken)) return rejected;
    return this.#renewed(accessToken, signal, false);
  }

  coolDown({ accessToken }: TokenSet): void {
    const { cache, session } = this.#account;
    if (this.#closing || !cache.coolDown(accessToken)) return;
    const { refreshDeadline, cooldown } = this.#options;
    const work = ({ signal }: Deadline) =>
      persistCoolDown(session, { accessToken, cooldown }, signal);
    // For the other processes; this one knows it already.
    withDeadline(refreshDeadline, work).catch(() => {});
  }

  async set(tokens: Seed): Promise<void> {
    // Nobody knows when they were issued.
    const state = { tokens: checkSeed(tokens, "set()"), obtainedAt: 0 };
    this.#check();
    await this.#replacements.replace(state);
  }

  async clear(): Promise<void> {
    this.#check();
    await this.#replacements.replace({ obtainedAt: Date.now() });
  }

  async revoke(): Promise<void> {
    const { revoke } = this.#options;
    if (!revoke) throw wrongOption("createTokenManager", "revoke", "given, to call revoke()");
    this.#check();
    await this.#replacements.replace({ obtainedAt: Date.now() }, (tokens, { signal }) =>
      abortable(
        this.#reentry.run(() => revokeTokens(revoke, tokens, signal)),
        signal,
      ),
    );
  }

  async close(): Promise<void> {
    this.#reentry.check();
    this.#closing ??= this.#close();
    await this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const account = this.#account;
    account.close();
    const underway = [this.#renewals.current, this.#renewals.underway, this.#replacements.last];
    const why = () =>
      "A request to the token endpoint is still underway, and its answer is stored if this process goes on";
    const work = async ({ signal }: Deadline) => {
      await Promise.allSettled(underway);
      account.cache.forget();
      // The last chance to save them.
      await account.savePending(signal);
    };
    await account.described(withDeadline(this.#options.refreshDeadline, work, why));
  }

  /** An access token that is about to end is still good if its renewal fails. */
  async #renewedEarly(signal: AbortSignal | null | undefined): Promise<TokenSet> {
    const { cache } = this.#account;
    try {
      return await this.#renewed(cache.tokens?.accessToken, signal, cache.isValid);
    } catch (error) {
      const { tokens } = cache;
      if (!tokens || !isTokenError(error) || !cache.postpone()) throw error;
      return tokens;
    }
  }

  #renewAhead(): void {
    if (this.#closing) return;
    this.#renewedEarly(undefined).then(
      () => this.#account.renewAhead(),
      () => {},
    );
  }

  async #renewed(
    rejected: string | undefined,
    signal: AbortSignal | null | undefined,
    isEarly: boolean,
  ): Promise<TokenSet> {
    this.#check();
    const tokens = await this.#renewals.join({ rejected, signal, isEarly });
    if (tokens?.accessToken) return tokens;
    throw this.#account.loginRequired();
  }

  /** @throws {TokenError} `reentrant`; `disposed` */
  #check(): void {
    this.#reentry.check();
    this.#account.check();
  }
}

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
import { KeepAlive } from "./keep-alive.ts";
import { LoginQueue } from "./login-queue.ts";
import { ManagedAccount } from "./managed-account.ts";
import type { ResolvedOptions } from "./options.ts";
import { Reentry } from "./reentry.ts";
import { RefreshTimer } from "./refresh-timer.ts";
import { revokeTokens } from "./revocation.ts";
import { type RenewalRequest, SharedRenewals } from "./shared-renewals.ts";
import { StoreWatch } from "./store-watch.ts";
import type { GetOptions, TokenManager, WaitOptions } from "./token-manager.ts";

/** What a manager consists of. */
interface Parts {
  readonly account: ManagedAccount;
  readonly renewals: SharedRenewals;
  readonly logins: LoginQueue;
}

/** Implements a token manager. It decides whether a call needs a renewal, a login or a logout. */
export class Manager implements TokenManager, AdapterTokens {
  readonly notAttached: AdapterTokens["notAttached"];
  readonly #options: ResolvedOptions;
  readonly #signals: SignalWaiters;
  readonly #keepAlive: KeepAlive | undefined;
  /** Made at the first use: a pool may have very many accounts that nobody uses. */
  #made: Parts | undefined;
  #closing: Promise<void> | undefined;

  /** @param signals are shared by the managers of a pool, because their callers may use the same signal */
  constructor(options: ResolvedOptions, signals = new SignalWaiters()) {
    this.#options = options;
    this.#signals = signals;
    const { keepAlive } = options;
    this.#keepAlive = keepAlive && new KeepAlive(this.#account, this.#parts.renewals, keepAlive);
    this.notAttached = options.isDebugging
      ? (request) => this.#account.emit({ type: "not_attached", ...request })
      : undefined;
    // A getter with a computed name would keep bundlers from dropping an unused class.
    Object.defineProperty(this, adapterTokens, { value: this });
  }

  get #parts(): Parts {
    this.#made ??= this.#make();
    return this.#made;
  }

  #make(): Parts {
    const options = this.#options;
    const account = new ManagedAccount({
      options,
      reentry: new Reentry(),
      refreshTimer: options.refreshAhead
        ? new RefreshTimer<Manager>(this, (manager) => manager.#refreshAhead())
        : undefined,
      storeWatch: options.store.watch
        ? new StoreWatch<Manager>(options.store, this, (manager) => manager.#adoptStored())
        : undefined,
    });
    if (this.#closing) account.close();
    const renewals = new SharedRenewals(account, this.#signals);
    return { account, renewals, logins: new LoginQueue(account, renewals) };
  }

  get #account(): ManagedAccount {
    return this.#parts.account;
  }

  get unsaved(): TokenSet | undefined {
    return this.#made?.account.writer.unsaved;
  }

  /** Whether this object can be removed from memory without losing tokens. */
  get isIdle(): boolean {
    if (!this.#made) return true;
    const { account, renewals, logins } = this.#made;
    return renewals.isIdle && logins.isIdle && account.writer.isIdle;
  }

  peek(): TokenSet | undefined {
    return this.#closing ? undefined : this.#made?.account.cache.usable;
  }

  get usableUntil(): number {
    return this.#made?.account.cache.usableUntil ?? 0;
  }

  onChange(changed: () => void): () => void {
    return this.#account.onChange(changed);
  }

  async get({ signal, fresh = false }: GetOptions = {}): Promise<TokenSet> {
    this.#account.assertOpen();
    throwIfAborted(signal);
    const { cache } = this.#account;
    return (fresh ? cache.fresh : cache.usable) ?? this.#renewOrKeep(signal);
  }

  async renew(rejected: TokenSet, { signal }: WaitOptions = {}): Promise<TokenSet> {
    this.#account.assertOpen();
    throwIfAborted(signal);
    const { accessToken } = rejected;
    const { cache } = this.#account;
    const { usable, tokens } = cache;
    if (usable && usable.accessToken !== accessToken) return usable;
    if (tokens?.accessToken === accessToken && cache.isCooling(accessToken)) return rejected;
    return this.#renew({ rejected: accessToken, signal, isEarly: false });
  }

  coolDown({ accessToken }: TokenSet): void {
    const { cache, session } = this.#account;
    if (this.#closing || !cache.coolDown(accessToken)) return;
    const { refreshDeadline, cooldown } = this.#options;
    const work = ({ signal }: Deadline) =>
      persistCoolDown(session, { accessToken, cooldown }, signal);
    // The stored cool-down is for other processes, so a failure does not matter here.
    withDeadline(refreshDeadline, work).catch(() => {});
  }

  async set(tokens: Seed): Promise<void> {
    // 0, because it is not known when the tokens were issued.
    const state = { tokens: checkSeed(tokens, "set()"), obtainedAt: 0 };
    this.#assertUsable();
    await this.#parts.logins.replace(state);
  }

  async clear(): Promise<void> {
    this.#assertUsable();
    await this.#parts.logins.replace({ obtainedAt: Date.now() });
  }

  async revoke(): Promise<void> {
    const { revoke } = this.#options;
    if (!revoke) throw wrongOption("createTokenManager", "revoke", "given, to call revoke()");
    this.#assertUsable();
    const { account, logins } = this.#parts;
    await logins.replace({ obtainedAt: Date.now() }, (tokens, { signal }) =>
      abortable(
        account.reentry.run(() => revokeTokens(revoke, tokens, signal)),
        signal,
      ),
    );
  }

  async close(): Promise<void> {
    this.#made?.account.reentry.assertNotReentrant();
    this.#closing ??= this.#close();
    await this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    if (!this.#made) return;
    const { account, renewals, logins } = this.#made;
    this.#keepAlive?.stop();
    account.close();
    const pending = [renewals.current, renewals.claimWork, logins.last];
    const why = () =>
      "A request to the token endpoint is still in progress, and its response is stored if this process keeps running";
    const work = async ({ signal }: Deadline) => {
      await Promise.allSettled(pending);
      account.cache.clear();
      // After this, there are no more retries.
      await account.persistPending(signal);
    };
    await account.describeErrors(withDeadline(this.#options.refreshDeadline, work, why));
  }

  /** If an early renewal fails, the current access token is used as long as it is valid. */
  async #renewOrKeep(signal: AbortSignal | null | undefined): Promise<TokenSet> {
    const { cache } = this.#account;
    try {
      const rejected = cache.tokens?.accessToken;
      return await this.#renew({ rejected, signal, isEarly: cache.isValid });
    } catch (error) {
      const { tokens } = cache;
      if (!tokens || !isTokenError(error) || !cache.postpone()) throw error;
      return tokens;
    }
  }

  #refreshAhead(): void {
    if (this.#closing) return;
    this.#renewOrKeep(undefined).then(
      () => this.#account.scheduleRefresh(),
      () => {},
    );
  }

  /** A renewal or a login in progress reads the store itself. A failure does not matter: calls read it again. */
  #adoptStored(): void {
    if (!this.isIdle) return;
    this.#account.adoptStored().catch(() => {});
  }

  async #renew(request: RenewalRequest): Promise<TokenSet> {
    this.#assertUsable();
    const tokens = await this.#parts.renewals.join(request);
    if (tokens?.accessToken) return tokens;
    throw this.#account.loginRequiredError();
  }

  /** @throws {TokenError} `reentrant`; `disposed` */
  #assertUsable(): void {
    this.#account.reentry.assertNotReentrant();
    this.#account.assertOpen();
  }
}

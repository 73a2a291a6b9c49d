import { Account } from "./account.ts";
import { AheadTimer } from "./ahead-timer.ts";
import { backgroundTimer } from "./background-timer.ts";
import { FailureTeller } from "./failure-teller.ts";
import { HeldTokens } from "./held-tokens.ts";
import { HoldOff } from "./hold-off.ts";
import type { ResolvedOptions } from "./options.ts";
import { Reentry } from "./reentry.ts";
import { type RenewalContext, renewRecord } from "./renewal.ts";
import { revokeTokens } from "./revocation.ts";
import { type SavingContext, save, type Unsaved } from "./saving.ts";
import { scheduleOf } from "./schedule.ts";
import type { TokenRecord } from "./store.ts";
import { isTokenError, TokenError } from "./token-error.ts";
import { harmless } from "./token-event.ts";
import type { GetOptions, TokenManager, WaitOptions } from "./token-manager.ts";
import { checkSeed, type Seed, type TokenSet } from "./token-set.ts";
import { type Deadline, timeLimit, unlessAborted, withDeadline } from "./waiting.ts";

/** In ms; well within every lease, which a failed commit renews. */
const saveAgainAfter = 1_000;

/** What a token manager is behind its interface: one renewal at a time, and who waits for it. */
export class Manager implements TokenManager {
  readonly #options: ResolvedOptions;
  readonly #account: Account;
  readonly #held: HeldTokens;
  readonly #reentry = new Reentry();
  readonly #ahead = new AheadTimer<Manager>(this, (manager) => manager.#renewAhead());
  readonly #failures: FailureTeller;
  readonly #holdOff: HoldOff;
  readonly #saving: SavingContext;
  #renewal: Promise<void> | undefined;
  #replacement: Promise<void> | undefined;
  #unsaved: Unsaved | undefined;
  #isDisposed = false;
  #endSaving = () => {};

  constructor(options: ResolvedOptions) {
    const { seed } = options;
    this.#options = options;
    this.#held = new HeldTokens(options);
    this.#account = new Account(
      { ...options, seed: seed && (() => this.#reentry.run(seed)) },
      this.#held,
    );
    const tell = harmless(options.onEvent);
    this.#failures = new FailureTeller(tell);
    this.#holdOff = new HoldOff(options.cooldown);
    this.#saving = {
      account: this.#account,
      keep: (unsaved) => {
        // Those that came too late are older than whatever is kept.
        if (unsaved.claim || !this.#unsaved) this.#unsaved = unsaved;
      },
      letGo: (unsaved) => {
        if (this.#unsaved !== unsaved) return;
        this.#unsaved = undefined;
        this.#endSaving();
      },
      saveLater: () => this.#saveLater(),
      tell,
    };
  }

  get unsaved(): TokenSet | undefined {
    return this.#unsaved?.tokens;
  }

  /** Nothing would be lost with this object. */
  get isIdle(): boolean {
    return !this.#renewal && !this.#replacement && !this.#unsaved;
  }

  peek(): TokenSet | undefined {
    return this.#held.usable;
  }

  async get({ signal, fresh = false }: GetOptions = {}): Promise<TokenSet> {
    signal?.throwIfAborted();
    const held = this.#held;
    return (fresh ? held.fresh : held.usable) ?? this.#renewedEarly(signal);
  }

  async renew(rejected: TokenSet, { signal }: WaitOptions = {}): Promise<TokenSet> {
    signal?.throwIfAborted();
    const { accessToken } = rejected;
    if (this.#held.isCooling(accessToken)) return rejected;
    const { usable } = this.#held;
    if (usable && usable.accessToken !== accessToken) return usable;
    return this.#renewed(accessToken, signal);
  }

  coolDown({ accessToken }: TokenSet): void {
    this.#held.coolDown(accessToken);
  }

  async set(tokens: Seed): Promise<void> {
    // When they were issued nobody knows.
    await this.#replace({ tokens: checkSeed(tokens), obtainedAt: 0 });
  }

  async clear(): Promise<void> {
    await this.#replace({ obtainedAt: Date.now() });
  }

  async revoke(): Promise<void> {
    const { revoke } = this.#options;
    if (!revoke) throw new TypeError('createTokenManager: "revoke" must be given');
    await this.#replace({ obtainedAt: Date.now() }, (tokens, { signal }) =>
      unlessAborted(
        this.#reentry.run(() => revokeTokens(revoke, tokens, signal)),
        signal,
      ),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#reentry.check();
    this.#isDisposed = true;
    await Promise.allSettled([this.#renewal, this.#replacement]);
    this.#ahead.set(Infinity);
    this.#endSaving();
    this.#held.forget();
    // The last chance.
    await withDeadline(this.#options.refreshDeadline, (deadline) => this.#saveUnsaved(deadline));
  }

  /** A token that is about to end is still good where its renewal fails. */
  async #renewedEarly(signal: AbortSignal | null | undefined): Promise<TokenSet> {
    try {
      return await this.#renewed(this.#held.tokens?.accessToken, signal);
    } catch (error) {
      const { tokens } = this.#held;
      if (!tokens || !isTokenError(error) || !this.#held.postpone()) throw error;
      return tokens;
    }
  }

  #renewAhead(): void {
    if (this.#isDisposed) return;
    const done = () => this.#ahead.set(this.#held.schedule.renewAt);
    this.#renewedEarly(undefined).then(done, () => {});
  }

  async #renewed(
    rejected: string | undefined,
    signal: AbortSignal | null | undefined,
  ): Promise<TokenSet> {
    this.#check();
    this.#renewal ??= this.#renewTogether(rejected).finally(() => {
      this.#renewal = undefined;
    });
    await unlessAborted(this.#renewal, signal);
    const { tokens } = this.#held;
    if (tokens?.accessToken) return tokens;
    throw new TokenError("login_required", "There are no tokens. Log in again.");
  }

  async #renewTogether(rejected: string | undefined): Promise<void> {
    this.#holdOff.check();
    try {
      await withDeadline(this.#options.refreshDeadline, (deadline) =>
        this.#renewOnce(rejected, deadline),
      );
    } catch (error) {
      this.#report(error);
      throw error;
    }
  }

  async #renewOnce(rejected: string | undefined, deadline: Deadline): Promise<void> {
    const { refresh, refreshBefore } = this.#options;
    const isOther = ({ tokens }: TokenRecord) => tokens?.accessToken !== rejected;
    const isNews = (record: TokenRecord) =>
      isOther(record) && Date.now() < scheduleOf(record, refreshBefore).renewAt;
    const saved = await this.#saveUnsaved(deadline);
    let isDue = !saved || !isNews(saved);
    const context: RenewalContext = {
      ...this.#saving,
      refresh: (current, { signal }) => this.#reentry.run(() => refresh(current, { signal })),
      isNews,
      meet: (record) => {
        if (isOther(record)) this.#held.adopt(record);
      },
    };
    // Again where a login has come in between, and left a refresh token alone.
    while (isDue || this.#held.tokens?.accessToken === "") {
      this.#adopt(await renewRecord(context, deadline));
      isDue = false;
    }
  }

  #saveLater(): void {
    this.#endSaving();
    if (this.#isDisposed) return;
    this.#endSaving = backgroundTimer(saveAgainAfter, () => {
      const signal = timeLimit(this.#options.refreshDeadline);
      this.#saveUnsaved({ signal }).catch((error) => this.#report(error));
    });
  }

  /** They come first: their claim is still held, and nothing else can be claimed. */
  async #saveUnsaved({ signal }: Pick<Deadline, "signal">): Promise<TokenRecord | undefined> {
    if (!this.#unsaved) return undefined;
    const saved = await save(this.#saving, this.#unsaved, signal);
    this.#adopt(saved);
    return saved;
  }

  /** One after the other, so that the last one counts, and after a refresh that has the claim. */
  #replace(
    state: Pick<TokenRecord, "tokens" | "obtainedAt">,
    first?: (tokens: TokenSet, deadline: Deadline) => Promise<void>,
  ): Promise<void> {
    this.#check();
    const before = [this.#replacement, this.#renewal];
    const replacement = withDeadline(this.#options.refreshDeadline, async (deadline) => {
      await Promise.allSettled(before);
      await this.#saveUnsaved(deadline);
      this.#adopt(await this.#account.replace(state, deadline, first));
    }).finally(() => {
      if (this.#replacement === replacement) this.#replacement = undefined;
    });
    this.#replacement = replacement;
    return replacement;
  }

  /** @throws {TokenError} */
  #check(): void {
    this.#reentry.check();
    if (this.#isDisposed) throw new TokenError("disposed", "This token manager was disposed.");
  }

  #adopt(record: TokenRecord): void {
    this.#held.adopt(record);
    this.#failures.over();
    this.#holdOff.over();
    if (this.#options.refreshAhead) this.#ahead.set(this.#held.schedule.renewAt);
  }

  #report(error: unknown): void {
    if (!isTokenError(error)) return;
    this.#holdOff.failed(error);
    this.#failures.failed(error);
  }
}

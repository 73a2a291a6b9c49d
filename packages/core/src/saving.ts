import type { Account } from "./account.ts";
import { failureOf } from "./failure.ts";
import { renewed } from "./record.ts";
import { scheduleOf } from "./schedule.ts";
import type { Claim, TokenRecord } from "./store.ts";
import { TokenError } from "./token-error.ts";
import type { RefreshedEvent, TokenEvent } from "./token-event.ts";
import type { TokenSet } from "./token-set.ts";
import { unlessAborted } from "./waiting.ts";

/** Tokens that the token endpoint gave and that no store has yet. */
export interface Unsaved {
  /** The record whose refresh token was spent for them. */
  readonly base: TokenRecord;
  /** The claim under which it was spent, while it is held: not so where they came too late. */
  readonly claim?: Claim;
  readonly tokens: TokenSet;
  /** Epoch ms. */
  readonly obtainedAt: number;
}

/** What saving works with. */
export interface SavingContext {
  readonly account: Account;
  /** Holds on to tokens while no store has them. */
  keep(unsaved: Unsaved): void;
  /** A store has them, or newer ones. */
  letGo(unsaved: Unsaved): void;
  /** Has the saving tried again after a while, also when nobody calls. */
  saveLater(): void;
  tell(event: TokenEvent): void;
}

/** Tells that somebody else's tokens are taken over, where there are any. */
export function adopted({ tell }: Pick<SavingContext, "tell">, record: TokenRecord): TokenRecord {
  if (record.tokens?.accessToken) tell({ type: "adopted", ...stateOf(record) });
  return record;
}

/**
 * Puts new tokens into the store. Where the revision has moved on meanwhile, they replace what still
 * speaks of the refresh token that was spent for them; anything else is newer than they are, and stays.
 *
 * @returns the record that stands in the store now
 * @throws {TokenError} `not_persisted`; the tokens are kept for another try
 */
export async function save(
  context: SavingContext,
  unsaved: Unsaved,
  signal: AbortSignal,
): Promise<TokenRecord> {
  context.keep(unsaved);
  try {
    // A store that does not answer is one that fails.
    const record = await unlessAborted(commitSomewhere(context.account, unsaved, signal), signal);
    context.letGo(unsaved);
    if (record.tokens?.accessToken !== unsaved.tokens.accessToken) return adopted(context, record);
    context.tell({ type: "refreshed", ...stateOf(record) });
    return record;
  } catch (thrown) {
    context.saveLater();
    throw new TokenError(
      "not_persisted",
      "The tokens were refreshed, but cannot be saved. They are kept in memory, and saving is tried again. Make the store writable before this process ends, or write down `unsaved`.",
      { cause: failureOf(thrown, unsaved.tokens) },
    );
  }
}

function stateOf(record: TokenRecord): Pick<RefreshedEvent, "revision" | "expiresAt"> {
  const { endsAt } = scheduleOf(record, 0);
  return { revision: record.revision, ...(endsAt < Infinity && { expiresAt: endsAt }) };
}

async function commitSomewhere(
  account: Account,
  { base, claim: first, tokens, obtainedAt }: Unsaved,
  signal: AbortSignal,
): Promise<TokenRecord> {
  const next = (record: TokenRecord) => renewed(record, base.tokens, tokens, obtainedAt);
  const committed = first && (await account.commit(first, next(base)));
  if (committed) return committed;
  return account.until(signal, async () => {
    const { record } = await account.read();
    if (record.tokens?.refreshToken !== base.tokens?.refreshToken) return record;
    const claim = await account.claim(record.revision);
    return claim && account.commit(claim, next(record));
  });
}

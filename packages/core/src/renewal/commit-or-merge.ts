import {
  afterRefresh,
  pollUntil,
  type RecordReader,
  type StoreSession,
  type TokenRecord,
} from "../store/index.ts";
import type { PendingTokens } from "./pending-tokens.ts";

/**
 * Commits new tokens. If their claim is lost, they are merged into the current record: they replace a record
 * that still has the refresh token which was spent for them. Any other record is newer, and stays.
 *
 * @returns the record that is stored now
 */
export async function commitOrMerge(
  { session, reader }: { readonly session: StoreSession; readonly reader: RecordReader },
  pending: PendingTokens,
  signal: AbortSignal,
): Promise<TokenRecord> {
  const { base, claim: held } = pending;
  const next = (record: TokenRecord) => afterRefresh(record, base.tokens, pending);
  const committed = held && (await session.commit(held, next(base)));
  if (committed) return committed;
  return pollUntil(session, signal, async () => {
    const record = await reader.read(signal);
    if (record.tokens?.refreshToken !== base.tokens?.refreshToken) return { found: record };
    const leased = await session.claim(record.revision, signal);
    const merged = leased && (await session.commit(leased.claim, next(record)));
    return merged ? { found: merged } : { again: "changed" };
  });
}

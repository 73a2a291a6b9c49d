import { TokenError } from "@refresh-once/core";
import { parseTokenRecord, type TokenRecord } from "@refresh-once/core/store";
import { damagedSeal } from "./damaged-seal.ts";
import type { KeyRing } from "./key-ring.ts";

/**
 * Makes the record that is stored in place of another one. Its access token is the whole sealed record. Its
 * revision, epochs, times and seed hashes are those of the original: a process without the key can then see
 * that its seed was already used.
 *
 * @param sealed the original record, sealed as a whole
 */
export function sealedRecord(
  { revision, obtainedAt, tokens, seeds, epochs }: TokenRecord,
  sealed: string,
): TokenRecord {
  const { expiresAt, refreshTokenExpiresAt } = tokens ?? {};
  return {
    revision,
    obtainedAt,
    tokens: {
      accessToken: sealed,
      ...(expiresAt !== undefined && { expiresAt }),
      ...(refreshTokenExpiresAt !== undefined && { refreshTokenExpiresAt }),
    },
    ...(seeds && { seeds }),
    ...(epochs && { epochs }),
  };
}

/**
 * Decrypts the original record in a record of {@link sealedRecord}. The unencrypted fields are not trusted.
 *
 * @throws {TokenError} if the record is not encrypted or cannot be decrypted
 */
export async function openRecord(
  ring: KeyRing,
  found: TokenRecord,
  acceptPlaintext: boolean,
): Promise<TokenRecord> {
  const outer = parseTokenRecord(JSON.stringify(found), "The encrypted token store");
  const sealed = sealedTextOf(outer);
  if (sealed === undefined) {
    if (acceptPlaintext) return found;
    throw new TokenError(
      "store_damaged",
      "The stored tokens are not encrypted. Nothing was overwritten. If you stored them before you enabled encryption, set `acceptPlaintext: true` until they have been refreshed once.",
    );
  }
  const record = parseTokenRecord(await ring.open(sealed), "The encrypted token store");
  if (record.revision === outer.revision) return record;
  throw damagedSeal("it is the record of another revision");
}

/**
 * The sealed text in a record; `undefined` if the record was never sealed. A damaged sealed text is still
 * recognised: if it counted as plain tokens, these would be rejected, and a seed would replace them.
 */
function sealedTextOf({ tokens, refusal, unanswered }: TokenRecord): string | undefined {
  if (!tokens) return undefined;
  const { accessToken, refreshToken, tokenType, scope, extra } = tokens;
  const others = [refreshToken, tokenType, scope, extra, refusal, unanswered];
  // Some providers' access tokens are JWEs as well; such a record has other fields beside the token.
  if (others.some((field) => field !== undefined)) return undefined;
  const isSealed =
    accessToken.split(".").length === 5 || accessToken.startsWith("eyJhbGciOiJkaXIi");
  return isSealed ? accessToken : undefined;
}

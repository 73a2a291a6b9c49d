import { TokenError } from "@refresh-once/core";
import { parseTokenRecord, type TokenRecord } from "@refresh-once/core/store";
import type { KeyRing } from "./key-ring.ts";
import { notOurs } from "./not-ours.ts";

/**
 * A record that shows nothing of another but its revision, its epochs, its times and the hashes of its
 * seeds: by these a process that cannot open it knows that its seed has been used up.
 *
 * @param sealed the other one, whole
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
 * The record that {@link sealedRecord} has in it. Of the outer one nothing is believed.
 *
 * @throws {TokenError} when there is none that can be opened
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
      "The token store holds a record that is not encrypted. It was left as it is. If it is yours, set `acceptPlaintext: true` until its tokens have been refreshed once.",
    );
  }
  const record = parseTokenRecord(await ring.open(sealed), "The encrypted token store");
  if (record.revision === outer.revision) return record;
  throw notOurs("it is the record of another revision");
}

/**
 * `undefined` where the record was never sealed. One that was, and has suffered, is still told from
 * a plain one: that one's tokens would not work, and a seed would take their place.
 */
function sealedTextOf({ tokens, refusal, unanswered }: TokenRecord): string | undefined {
  if (!tokens) return undefined;
  const { accessToken, refreshToken, tokenType, scope, extra } = tokens;
  const others = [refreshToken, tokenType, scope, extra, refusal, unanswered];
  // Access tokens of some providers are JWE, too: then there is something else beside them.
  if (others.some((field) => field !== undefined)) return undefined;
  const isSealed =
    accessToken.split(".").length === 5 || accessToken.startsWith("eyJhbGciOiJkaXIi");
  return isSealed ? accessToken : undefined;
}

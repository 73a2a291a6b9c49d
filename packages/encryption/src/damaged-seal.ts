import { TokenError } from "@refresh-once/core";

/**
 * The error of a stored record that these keys did not encrypt.
 *
 * @param why the reason, which must not quote the record
 * @param remedy what the user can do, as a sentence
 */
export function damagedSeal(
  why: string,
  remedy = "Restore the right key or the right record, or move the record away and log in again.",
): TokenError {
  return new TokenError(
    "store_damaged",
    `The stored tokens cannot be decrypted with these keys: ${why}. Nothing was overwritten. ${remedy}`,
  );
}

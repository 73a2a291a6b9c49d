import { TokenError } from "@refresh-once/core";

/**
 * What a store holds is not what was sealed.
 *
 * @param why without a word of what it holds
 */
export function notOurs(why: string): TokenError {
  return new TokenError(
    "store_damaged",
    `The token store holds something that was not sealed with these keys: ${why}. It was left as it is; put the right key or the right record in place, or move it away and log in again.`,
  );
}

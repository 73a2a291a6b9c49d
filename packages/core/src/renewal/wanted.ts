import { isCooling, type TokenRecord } from "../store/index.ts";
import { scheduleOf } from "../tokens/index.ts";

/** What the callers of a renewal need. */
export interface Wanted {
  /** The access token that they cannot use any more. */
  readonly rejected: string | undefined;
  /** How long before its end an access token is renewed, ms. */
  readonly refreshBefore: number;
  /** The longest for which a new access token that was rejected is left as it is, ms. */
  readonly cooldown: number;
}

/** Whether a record has another access token than the rejected one. */
export function isOther({ tokens }: TokenRecord, { rejected }: Wanted): boolean {
  return tokens?.accessToken !== rejected;
}

/** Whether the callers can use a record's access token. */
export function satisfiesCallers(record: TokenRecord, wanted: Wanted): boolean {
  const isAcceptable = isOther(record, wanted) || isCooling(record, wanted.cooldown);
  return isAcceptable && Date.now() < scheduleOf(record, wanted.refreshBefore).renewAt;
}

/** Whether a record has another access token that has not ended yet, although it is to be renewed. */
export function isStillValid(record: TokenRecord, wanted: Wanted): boolean {
  return (
    isOther(record, wanted) &&
    Boolean(record.tokens?.accessToken) &&
    Date.now() < scheduleOf(record, 0).endsAt
  );
}

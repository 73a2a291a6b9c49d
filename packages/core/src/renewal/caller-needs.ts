import { isCooling, type TokenRecord } from "../store/index.ts";
import { scheduleOf } from "../tokens/index.ts";

/** What the callers of a renewal need. It decides whether a stored record satisfies them. */
export interface CallerNeeds {
  /** The access token that the callers can no longer use. */
  readonly rejected: string | undefined;
  /** How long before it expires an access token is refreshed, in ms. */
  readonly refreshBefore: number;
  /** The longest cool-down of a new access token that an API has rejected, in ms. */
  readonly cooldown: number;
}

/** Whether the access token of a record differs from the rejected one. */
export function hasOtherAccessToken({ tokens }: TokenRecord, { rejected }: CallerNeeds): boolean {
  return tokens?.accessToken !== rejected;
}

/** Whether the callers can use the access token of a record, so that no refresh is needed. */
export function satisfiesCallers(record: TokenRecord, needs: CallerNeeds): boolean {
  const isAcceptable = hasOtherAccessToken(record, needs) || isCooling(record, needs.cooldown);
  return isAcceptable && Date.now() < scheduleOf(record, needs.refreshBefore).renewAt;
}

/** Whether the access token of a record differs from the rejected one, and is valid although a refresh is due. */
export function isStillValid(record: TokenRecord, needs: CallerNeeds): boolean {
  return (
    hasOtherAccessToken(record, needs) &&
    Boolean(record.tokens?.accessToken) &&
    Date.now() < scheduleOf(record, 0).endsAt
  );
}

import { TokenError } from "../errors/index.ts";
import type { OddField } from "./odd-field.ts";

/** Why a response has no usable access token. */
export interface UnusableAnswer {
  /** The access token of the response, and what is wrong with it. */
  readonly odd: OddField;
  /** How to fix it, as a sentence. */
  readonly fix: string;
}

/** Creates the error for a response without a usable access token. */
export function unusableAnswer({ odd, fix }: UnusableAnswer): TokenError {
  const message = `The response has no usable access token: ${odd.field} is ${odd.was}. ${fix}`;
  return new TokenError("invalid_response", message);
}

/** What a soak is to be like. */
export interface Settings {
  readonly minutes: number;
  readonly processes: number;
  /** Between two requests of a client, ms. */
  readonly longestPause: number;
  readonly kills: boolean;
  /** Whether tokens are bound to keys (DPoP), and proofs need nonces. */
  readonly dpop: boolean;
  /** Of access tokens, s. */
  readonly lifetime: number;
  /** Of all that is left to chance, but for what the machine does. */
  readonly seed: number;
}

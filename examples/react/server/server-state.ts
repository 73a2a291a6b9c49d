/** A request to the token endpoint. */
export interface TokenRequest {
  /** Counted from 1. */
  readonly number: number;
  /** When it arrived, epoch ms. */
  readonly at: number;
  /** After the one before, ms. */
  readonly sinceLast: number | undefined;
  /** Which context of the browser sent it. */
  readonly by: "shared worker" | "page";
}

/** What the server has seen since its start. */
export interface ServerState {
  /** How long an access token is valid, ms. */
  readonly accessTokenLifetime: number;
  readonly refreshes: number;
  /** How often the refresh token that was used most was used. */
  readonly usesOfOneToken: number;
  /** How often a used refresh token was sent again. Each time, the server ends the login. */
  readonly reuses: number;
  /** Requests to the API that the server answered. */
  readonly answered: number;
  /** The newest requests to the token endpoint, the newest first. */
  readonly tokenRequests: readonly TokenRequest[];
}

/** What the runtimes say to the process that drives them, and it to them; over HTTP, as all of them have it. */

/** The clients that a manager is put into. */
export const clientNames = ["fetch", "axios", "openapi-fetch"] as const;

export type ClientName = (typeof clientNames)[number];

/** What every client is put through. */
export const clientCases = [
  "a storm at an expiry",
  "a late 401",
  "a POST with a body",
  "a foreign origin",
  "a redirect to a foreign origin",
  "one of two callers aborts",
  "a dead refresh token",
  "a storm with bound tokens",
] as const;

/** What is done once. */
export const ownCases = [
  "a Request with a body",
  "an encrypted store",
  "a storm with tokens bound to an Ed25519 key",
] as const;

/** What takes requests to the runtime itself, with which their promises end. */
export const requestCases = [
  "a request that ends",
  "a request that ends while another waits",
] as const;

/** What takes processes of their own, and files. */
export const fileCases = ["two processes, one file", "a killed process"] as const;

export type CaseName = (
  | typeof clientCases
  | typeof ownCases
  | typeof requestCases
  | typeof fileCases
)[number];

/** One case, of one client where it is about clients. */
export interface Trial {
  readonly name: CaseName;
  readonly client?: ClientName;
}

/** Where the tokens and resources of one trial are, and what a login has given. */
export interface Target {
  readonly tokenUrl: string;
  readonly resourceUrl: string;
  /** Another origin, which takes note of the tokens that come there. */
  readonly foreignUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly login: { readonly accessToken: string; readonly refreshToken: string };
}

/**
 * What the driving process is asked to do, and to answer when it is done.
 *
 * - `expire`: the access tokens are over, and only the server knows.
 * - `revoke`: the refresh tokens, too.
 * - `change nonces`: the nonces that were in use until now are over.
 * - `refresh underway`: waits until two callers have had their 401, and one refresh has come.
 * - `hang`: the next refresh is never answered.
 * - `refresh sent`: waits until a refresh has come.
 * - `two callers wait`: waits until two callers have had their 401, and a refresh has come.
 * - `meet`: waits for the other process; then they are expired.
 */
export const steps = [
  ...(["expire", "revoke", "change nonces", "refresh underway"] as const),
  ...(["hang", "refresh sent", "two callers wait", "meet"] as const),
] as const;

export type Step = (typeof steps)[number];

/** What a runtime has seen, beside what the server has counted. */
export type Facts = Readonly<Record<string, unknown>>;

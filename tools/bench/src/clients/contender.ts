import type { CreateAxiosDefaults } from "axios";

/** A login at the token endpoint, and where it is. */
export interface Account {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What a contender is put in: the rest is its own. */
export interface Setting {
  /** Of the resource. */
  readonly baseUrl: string;
  readonly account: Account;
  /** What sends the resource's requests, for clients over `fetch`. */
  readonly fetch: typeof fetch;
  /** The same for axios. */
  readonly axios: CreateAxiosDefaults;
  /** A file with the account's tokens, for those who keep them in one. */
  readonly path?: string;
  /** Told when new tokens are about to be written, and when other tokens are in use. */
  readonly onTokens?: (what: "committing" | "in use") => void;
}

/** Requests as an application makes them; each resolves with the status, or rejects. */
export interface Requests {
  get(): Promise<number>;
  post(): Promise<number>;
}

export type Family = "axios" | "openapi-fetch" | "fetch" | "google";

/** One way to send requests with a token. */
export interface Contender {
  readonly name: string;
  /** Those of one family are over the same client, and compared with it when it is bare. */
  readonly family: Family;
  readonly role: "bare" | "ours" | "peer";
  /** It has no other place for its tokens. */
  readonly needsFile?: true;
  open(setting: Setting): Requests;
}

/** What is posted. */
export const payment = { amount: "12.50", currency: "EUR", creditor: "DE02120300000000202051" };

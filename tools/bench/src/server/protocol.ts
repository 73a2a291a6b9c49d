import type { Counters } from "@refresh-once/testing";
import type { Account } from "../clients/contender.ts";

/** What the process with the authorization server can be asked. */
export type Question =
  /** A login, with an access token that is good. */
  | { readonly ask: "login" }
  /** The end of all access tokens; nobody is told. */
  | { readonly ask: "expire" }
  | { readonly ask: "counters" };

export function isQuestion(value: unknown): value is Question {
  return typeof value === "object" && value !== null && "ask" in value;
}

export interface Login {
  readonly account: Account;
  readonly baseUrl: string;
}

export interface Reply {
  readonly login?: Login;
  readonly counters?: Counters;
}

export function isReply(value: unknown): value is Reply {
  return typeof value === "object" && value !== null;
}

export interface ServerJob {
  /** Of the token endpoint, ms. */
  readonly latency: number;
}

export function isServerJob(value: unknown): value is ServerJob {
  return typeof value === "object" && value !== null && "latency" in value;
}

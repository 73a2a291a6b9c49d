import type { Login } from "../server/protocol.ts";

/** What a process is given: the one login that all of them share, and the file with its tokens. */
export interface ProcessJob {
  /** Of the contender. */
  readonly name: string;
  readonly login: Login;
  readonly path: string;
}

export function isProcessJob(value: unknown): value is ProcessJob {
  return typeof value === "object" && value !== null && "login" in value && "path" in value;
}

/** What it can be told to do: make one request. */
export type Order = "send";

export function isOrder(value: unknown): value is Order {
  return value === "send";
}

/** How its one request went; times are ms of the one clock that all processes of a machine share. */
export interface Answered {
  readonly isGood: boolean;
  readonly at: number;
  /** When it began to write new tokens; absent where it has got none. */
  readonly committingAt?: number;
  /** When it had other tokens than before. */
  readonly inUseAt?: number;
}

export function isAnswered(value: unknown): value is Answered {
  return typeof value === "object" && value !== null && "isGood" in value;
}

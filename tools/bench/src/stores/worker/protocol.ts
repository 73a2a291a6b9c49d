import type { Database } from "@refresh-once/end-to-end/databases";
import type { Target } from "@refresh-once/end-to-end/scenario";

/** One account of a bench. */
export interface BenchAccount {
  readonly key: string;
  readonly refreshToken: string;
}

/** What a process of a bench is started with; it travels as an argument, so it must be short. */
export interface Job {
  readonly target: Target;
  readonly database: Database;
}

export function isJob(value: unknown): value is Job {
  return typeof value === "object" && value !== null && "database" in value && "target" in value;
}

/** The accounts that one process of many is responsible for: each has every so manyth. */
export interface Share {
  readonly process: number;
  readonly processes: number;
}

/** The accounts of a process. */
export interface Opening {
  /** Refreshed by the library. */
  readonly managed: readonly BenchAccount[];
  /** Refreshed by bare commands; their logins are stored at once, each by the process whose share it is in. */
  readonly bare?: readonly BenchAccount[];
  /** Refreshed without a store. */
  readonly called?: readonly BenchAccount[];
  readonly share?: Share;
  /** Whether the library refreshes them in the background. */
  readonly isAhead?: boolean;
}

/** What a process can be told to do. It does it for 32 accounts at the same time. */
export type Command =
  | ({ readonly kind: "open" } & Opening)
  /** The library gets other tokens for each of its accounts. */
  | { readonly kind: "renew" }
  /** Refreshes its share of the bare accounts, and reads the others. */
  | { readonly kind: "bare refresh" }
  /** Sends the commands of a bare refresh, and does not call the token endpoint. */
  | { readonly kind: "bare commands" }
  /** Calls the token endpoint, and sends no command. */
  | { readonly kind: "token call"; readonly by: "fetch" | "node:http" }
  /** Lets timers do the work for so many ms. */
  | { readonly kind: "wait"; readonly duration: number };

export function isCommand(value: unknown): value is Command {
  return typeof value === "object" && value !== null && "kind" in value;
}

/** How that went; times are ms of the one clock that all processes of a machine share. */
export interface Done {
  readonly at: number;
  /** When its last commit was through; absent where it made none. */
  readonly committedAt?: number;
  /** The CPU time that this process has needed since its last answer, µs. */
  readonly cpu: number;
  /** How many commands it has sent to the database since then, by name. */
  readonly commands: Readonly<Record<string, number>>;
}

export function isDone(value: unknown): value is Done {
  return typeof value === "object" && value !== null && "commands" in value;
}

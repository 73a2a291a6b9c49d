import type { TokenErrorCode } from "@refresh-once/core";
import type { Target } from "@refresh-once/end-to-end/scenario";

/** What a worker process is to do; it travels as JSON. */
export interface Job {
  readonly target: Target;
  /** Of the token file. */
  readonly path: string;
  readonly seed?: { readonly refreshToken: string };
  readonly refreshDeadline?: number;
}

/** Where in its next refresh a worker is held up, and how. */
export interface Hold {
  /** It has won its claim · its refresh function is called · it has the answer. */
  readonly at: "claimed" | "sending" | "answered";
  /**
   * `stop`: SIGSTOP · `block`: nothing runs on its event loop until the file `until` exists · `gate`:
   * until the command `go`.
   */
  readonly by: "stop" | "block" | "gate";
  /** The path of the file that ends a `block`. */
  readonly until?: string;
}

/** Tokens that are asked for. */
export interface Call {
  readonly do: "get" | "renew";
  readonly hold?: Hold;
  /** Not before this time, and then at once; epoch ms. */
  readonly at?: number;
}

/** What a worker is told. */
export type Command =
  | Call
  | { readonly do: "go" }
  /** Another token file from now on, as if the process were new; with another login, if there is one. */
  | ({ readonly do: "open" } & Pick<Job, "path"> & Partial<Pick<Job, "target" | "seed">>)
  /** Takes all file descriptors that the process may have, and gives them back. */
  | { readonly do: "exhaust" | "free" };

/** How a call of `get` or `renew` ended. */
export interface Settled {
  readonly kind: "settled";
  /** For how long the process ran meanwhile, ms: see `RunningTime`. */
  readonly ms: number;
  readonly accessToken?: string;
  readonly refreshToken?: string | undefined;
  readonly code?: TokenErrorCode | "unknown";
  readonly message?: string;
  /** The refresh token that is in memory alone. */
  readonly unsaved?: string | undefined;
}

/** What a worker says. */
export type WorkerMessage =
  | { readonly kind: "ready"; readonly pid: number }
  | { readonly kind: "held" }
  | { readonly kind: "done" }
  | Settled;

export function isJob(value: unknown): value is Job {
  return typeof value === "object" && value !== null && "target" in value && "path" in value;
}

export function isCommand(value: unknown): value is Command {
  return typeof value === "object" && value !== null && "do" in value;
}

export function isWorkerMessage(value: unknown): value is WorkerMessage {
  return typeof value === "object" && value !== null && "kind" in value;
}

import type { TokenRecord, TokenSet } from "@refresh-once/core";
import type { CallFault, OperationFault, What } from "./plan.ts";

/** One call of a manager by a user. */
export interface Caller {
  readonly id: number;
  readonly process: string;
  readonly kind: What["kind"];
  readonly calledAt: number;
  abortedAt?: number;
  settled?: Outcome;
}

/** How a call ended. */
export interface Outcome {
  readonly at: number;
  readonly tokens?: TokenSet | undefined;
  /** A code of a `TokenError`; `aborted` for one's own reason; `untyped` for anything else. */
  readonly failed?: string;
}

/** What a trouble is called in the assertions. */
export type Trouble =
  | OperationFault
  | CallFault
  | "slow"
  | "late answer"
  | "crash"
  | "suspend"
  | "sleep"
  | "clock"
  | "clear"
  | "revoked";

/** Something that was seen in a run. */
export type Seen =
  | { readonly kind: "trouble"; readonly what: Trouble; readonly of: string }
  | { readonly kind: "started"; readonly process: string; readonly refreshAhead: boolean }
  | { readonly kind: "called" | "overdue"; readonly caller: Caller }
  | { readonly kind: "settled"; readonly caller: Caller; readonly outcome: Outcome }
  | {
      readonly kind: "sent";
      readonly call: number;
      readonly process: string;
      readonly token: string | undefined;
      /** What stood in the store then. */
      readonly record: TokenRecord | undefined;
      /** Whether the sender had the claim then; from whom it was stolen cannot know. */
      readonly claim: "held" | "stolen" | "none";
    }
  | {
      readonly kind: "answered";
      readonly call: number;
      readonly token: string | undefined;
      readonly answer: Answer;
    }
  | {
      readonly kind: "received";
      readonly process: string;
      readonly spent: string | undefined;
      readonly tokens: TokenSet;
    }
  | {
      readonly kind: "committed";
      readonly process: string;
      readonly claimed: number;
      readonly before: TokenRecord | undefined;
      readonly next: TokenRecord;
    }
  | { readonly kind: "quiet"; readonly unsaved: readonly string[] }
  | { readonly kind: "unhandled"; readonly reason: string }
  | { readonly kind: "end"; readonly record: TokenRecord | undefined; readonly living: string[] };

/** What the token endpoint has made of a refresh token. */
export type Answer = "rotated" | "repeated" | "refused" | "reuse" | "passed over" | "not processed";

export type Entry = { readonly at: number } & Seen;

/** All that was seen in a run, in order. */
export type History = readonly Entry[];

import type { TokenSet } from "@refresh-once/core";
import type { TokenRecord } from "@refresh-once/core/store";
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
  /** When to try again, epoch ms. */
  readonly retryAt?: number;
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
  | "revoked"
  | Switch;

/** How a store came to hold another record than the one that was committed last. */
export type Switch = "gone back" | "begun anew";

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
      /** By the sender's clock, epoch ms. */
      readonly wall: number;
      /** What stood in the store then. */
      readonly record: TokenRecord | undefined;
      /** If not, the sender has read another one of this revision, before the store was switched. */
      readonly hasSeenRecord: boolean;
      /** Whether the sender had the claim then; a sender that has lost it does not know that. */
      readonly claim: "held" | "lost" | "none";
    }
  | {
      readonly kind: "answered";
      readonly call: number;
      readonly token: string | undefined;
      readonly answer: Answer;
    }
  /** The caller of the token endpoint waits no more: for an answer, or because its limit is over. */
  | { readonly kind: "ended"; readonly call: number }
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
      /** It was found in the journal of a former claimant: the process does not know it yet. */
      readonly isRecovered: boolean;
    }
  | {
      readonly kind: "journaled";
      readonly process: string;
      /** Whether nobody had taken over, and the claim had not ended. */
      readonly isHeld: boolean;
      readonly next: TokenRecord;
    }
  | {
      readonly kind: "switched";
      readonly cause: Switch;
      readonly before: TokenRecord | undefined;
      readonly record: TokenRecord | undefined;
    }
  | { readonly kind: "quiet"; readonly unsaved: readonly string[] }
  | { readonly kind: "unhandled"; readonly reason: string }
  | {
      readonly kind: "end";
      readonly record: TokenRecord | undefined;
      /** Whether the provider would honour its refresh token. */
      readonly isLive: boolean;
      readonly living: string[];
    };

/** What the token endpoint has made of a refresh token. */
export type Answer = "rotated" | "repeated" | "refused" | "reuse" | "passed over" | "not processed";

export type Entry = { readonly at: number } & Seen;

/** All that was seen in a run, in order. */
export type History = readonly Entry[];

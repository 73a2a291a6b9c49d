import { isTokenError, type TokenManager, type TokenSet } from "@refresh-once/core";
import type { Caller, Outcome } from "./history.ts";
import type { SimulatedProcess } from "./simulated-process.ts";
import type { World } from "./world.ts";

/** Of every manager, ms. */
export const refreshDeadline = 1_000;

/** Of every request, ms: longer than a lease. */
export const sendDeadline = 8_000;

const ownReason = "the caller's own reason";

/** What a user asks of a manager. */
export interface Wish {
  readonly kind: Caller["kind"];
  readonly abortAfter?: number | undefined;
  ask(manager: TokenManager, signal: AbortSignal | undefined): Promise<TokenSet | undefined>;
}

/** A user of a process asks, and may go away before the answer. */
export function call(world: World, process: SimulatedProcess, wish: Wish): void {
  const { clock, observer } = world;
  const { manager, name } = process;
  if (!manager) return;
  const { kind, abortAfter } = wish;
  const caller: Caller = { id: world.nextCaller(), process: name, kind, calledAt: clock.now };
  observer.saw({ kind: "called", caller });
  const settled = (outcome: Omit<Outcome, "at">) => {
    caller.settled = { at: clock.now, ...outcome };
    observer.saw({ kind: "settled", caller, outcome: caller.settled });
  };
  const abort = new AbortController();
  wish.ask(manager, abortAfter === undefined ? undefined : abort.signal).then(
    (tokens) => {
      if (tokens) process.given = tokens;
      settled({ tokens });
    },
    (reason: unknown) => settled(failureIn(reason)),
  );
  if (abortAfter !== undefined) {
    const leave = () => {
      caller.abortedAt = clock.now;
      abort.abort(ownReason);
    };
    clock.after(abortAfter, process, leave, true);
  }
  lookAtDeadline(world, process, caller);
}

/** Arranged after the manager's own timer: that one comes first. */
function lookAtDeadline(
  { clock, observer }: World,
  process: SimulatedProcess,
  caller: Caller,
): void {
  const look = () => {
    if (!caller.settled) observer.saw({ kind: "overdue", caller });
  };
  // A login waits for the request of another process.
  const replaces = caller.kind === "login" || caller.kind === "clear";
  const deadline = replaces ? refreshDeadline + sendDeadline : refreshDeadline;
  clock.after(deadline, process, look, true);
}

function failureIn(reason: unknown): Pick<Outcome, "failed" | "retryAt"> {
  if (reason === ownReason) return { failed: "aborted" };
  if (!isTokenError(reason)) return { failed: "untyped" };
  const { code, retryAt } = reason;
  return { failed: code, ...(retryAt !== undefined && { retryAt }) };
}

/** Timers, deadlines, abort signals, and work that several callers share, in every supported runtime. */

export { abortWith, reasonOf, throwIfAborted } from "./abort.ts";
export { backgroundTimer } from "./background-timer.ts";
export { type Deadline, longestTimer, timeLimit, withDeadline } from "./deadline.ts";
export { delay } from "./delay.ts";
export { isWorkBoundToRequest, SharedWork, stopped } from "./shared-work.ts";
export { abortable, SignalWaiters } from "./signal-waiters.ts";
export { stopwatch } from "./stopwatch.ts";

export { abortWith, throwIfAborted } from "./abort.ts";
export { backgroundTimer } from "./background-timer.ts";
export { SharedWork, stopped } from "./shared-work.ts";
export { SignalWaiters } from "./signal-waiters.ts";
export {
  abortable,
  type Deadline,
  delay,
  longestTimer,
  stopwatch,
  timeLimit,
  withDeadline,
} from "./waiting.ts";

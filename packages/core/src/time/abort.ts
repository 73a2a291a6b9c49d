import { TokenError } from "../errors/index.ts";
import { backgroundTimer } from "./background-timer.ts";

/**
 * Why a signal has aborted. React Native's signals have neither `reason` nor `throwIfAborted()`, and it has no
 * `AbortSignal.timeout()`.
 *
 * @see {@link https://github.com/facebook/react-native/issues/55247 react-native#55247}
 */
export function reasonOf({ reason }: AbortSignal): unknown {
  return reason ?? Object.assign(new Error("The operation was aborted."), { name: "AbortError" });
}

/** @throws the reason of the signal, if it has aborted */
export function throwIfAborted(signal: AbortSignal | null | undefined): void {
  if (signal?.aborted) throw reasonOf(signal);
}

/** Aborts with a reason that everyone who listens finds. */
export function abortWith(controller: AbortController, reason: Error): void {
  const { signal } = controller;
  if (!("reason" in signal)) Object.defineProperty(signal, "reason", { value: reason });
  controller.abort(reason);
}

/** A signal that aborts after so many ms, and keeps no process alive. */
export function timeoutSignal(ms: number): AbortSignal {
  if (typeof AbortSignal.timeout === "function") return AbortSignal.timeout(ms);
  const controller = new AbortController();
  backgroundTimer(ms, () => abortWith(controller, new TokenError("timeout", "It took too long.")));
  return controller.signal;
}

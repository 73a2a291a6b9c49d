import { TokenError } from "../errors/index.ts";
import { backgroundTimer } from "./background-timer.ts";

/**
 * Returns the reason of an aborted signal. This file does by hand what React Native lacks: its signals have
 * neither `reason` nor `throwIfAborted()`, and there is no `AbortSignal.timeout()`.
 *
 * @see {@link https://github.com/facebook/react-native/issues/55247 react-native#55247}
 */
export function reasonOf({ reason }: AbortSignal): unknown {
  return reason ?? Object.assign(new Error("The operation was aborted."), { name: "AbortError" });
}

/** @throws the reason of the signal if it has aborted */
export function throwIfAborted(signal: AbortSignal | null | undefined): void {
  if (signal?.aborted) throw reasonOf(signal);
}

/** Aborts with a reason, which the signal shows in every runtime. */
export function abortWith(controller: AbortController, reason: Error): void {
  const { signal } = controller;
  if (!("reason" in signal)) Object.defineProperty(signal, "reason", { value: reason });
  controller.abort(reason);
}

/** Returns a signal that aborts after `ms`. Its timer does not keep the process alive. */
export function timeoutSignal(ms: number): AbortSignal {
  if (typeof AbortSignal.timeout === "function") return AbortSignal.timeout(ms);
  const controller = new AbortController();
  backgroundTimer(ms, () =>
    abortWith(controller, new TokenError("timeout", "The time limit has passed.")),
  );
  return controller.signal;
}

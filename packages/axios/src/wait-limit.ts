import { abortWith } from "@refresh-once/core/adapter";
import { AxiosError, type InternalAxiosRequestConfig } from "axios";

/** The longest delay that `setTimeout` accepts, ms. */
const longestTimer = 2 ** 31 - 1;

/** Ends one wait of a call early. */
export interface WaitLimit {
  readonly signal: AbortSignal | undefined;
  /** Call it when the wait is over: the signal or cancel token may belong to many calls. */
  release(): void;
}

/** Combines the caller's signal, its `CancelToken`, and its `timeout`, which starts now. */
export function limitWait(config: InternalAxiosRequestConfig): WaitLimit {
  const { signal, cancelToken } = config;
  const timeout = Number(config.timeout);
  const isTimed = timeout > 0 && timeout <= longestTimer;
  if (!cancelToken && !isTimed) {
    return { signal: isAbortSignal(signal) ? signal : undefined, release() {} };
  }
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = isTimed
    ? setTimeout(() => abortWith(controller, timeoutOf(config)), timeout)
    : undefined;
  cancelToken?.subscribe(abort);
  signal?.addEventListener?.("abort", abort);
  if (signal?.aborted) abort();
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      cancelToken?.unsubscribe(abort);
      signal?.removeEventListener?.("abort", abort);
    },
  };
}

/** The same error that axios's own adapters throw. */
function timeoutOf(config: InternalAxiosRequestConfig): AxiosError {
  const { timeout, timeoutErrorMessage, transitional } = config;
  const message = timeoutErrorMessage || `timeout of ${timeout}ms exceeded`;
  const { ETIMEDOUT, ECONNABORTED } = AxiosError;
  return new AxiosError(
    message,
    transitional?.clarifyTimeoutError ? ETIMEDOUT : ECONNABORTED,
    config,
  );
}

function isAbortSignal(signal: unknown): signal is AbortSignal {
  return typeof signal === "object" && signal !== null && "addEventListener" in signal;
}

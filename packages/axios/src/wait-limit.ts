import { abortWith } from "@refresh-once/core/adapter";
import { AxiosError, type InternalAxiosRequestConfig } from "axios";

/** The longest that `setTimeout` can wait, ms. */
const longestTimer = 2 ** 31 - 1;

/** What ends one wait of a call early. */
export interface WaitLimit {
  readonly signal: AbortSignal | undefined;
  /** To be called when the wait is over: a signal or token of the caller may serve many calls. */
  release(): void;
}

/** The caller's signal, of whatever make, its `CancelToken` and its `timeout`, which starts now. */
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

/** As axios's own adapters make it. */
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

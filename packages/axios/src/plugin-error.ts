import { TokenError } from "@refresh-once/core";
import type { InternalAxiosRequestConfig } from "axios";

/**
 * A copy of the error for one call, with the properties that axios plugins expect. Without them,
 * axios-cache-interceptor would keep other callers of the same URL waiting forever.
 */
export function withConfig(error: TokenError, config: InternalAxiosRequestConfig): TokenError {
  const { response } = error;
  // axios-retry would treat an error without a response as a network failure, and the retry would fail again.
  const settled = { ...config, "axios-retry": { retries: 0 } };
  const own = new TokenError(error.code, error.message, error);
  // Getters, because `inspect` with `showHidden` does not call them.
  return Object.defineProperties(own, {
    isAxiosError: { value: true },
    config: { get: () => settled },
    ...(response !== undefined && { response: { get: () => response } }),
  });
}

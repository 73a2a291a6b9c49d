import { TokenError } from "@refresh-once/core";
import type { InternalAxiosRequestConfig } from "axios";

/**
 * The failure of one call, with what plugins of axios expect of an error. Without it,
 * axios-cache-interceptor would keep other callers of the same URL waiting for ever.
 */
export function withConfig(error: TokenError, config: InternalAxiosRequestConfig): TokenError {
  const { response } = error;
  // axios-retry takes an error without a response for a network failure; a retry would only fail again.
  const settled = { ...config, "axios-retry": { retries: 0 } };
  const own = new TokenError(error.code, error.message, error);
  // Getters, because `inspect` with `showHidden` does not call them.
  return Object.defineProperties(own, {
    isAxiosError: { value: true },
    config: { get: () => settled },
    ...(response !== undefined && { response: { get: () => response } }),
  });
}

import type { TokenManager } from "@refresh-once/core";
import { checkOptions, functionRule, wrongOption } from "@refresh-once/core/adapter";
import { RemoteTokenManager } from "./remote-token-manager.ts";
import type { TokenWorker } from "./worker-connection.ts";

/** The worker cannot be used, so this page refreshes the tokens itself. */
export interface WorkerUnavailableEvent {
  /** Always `worker_unavailable`. */
  readonly type: "worker_unavailable";
  /** Why: there is no such worker, it cannot be started, it does not reply, or it has crashed twice. */
  readonly reason: string;
}

/** Options of {@link remoteTokens}. */
export interface RemoteTokensOptions {
  /**
   * Returns a token manager for this page, for browsers without such a worker. If its store is a
   * `browserStore` with the same key as that of the worker, pages with and without a worker share one login.
   * Default: none; without a worker, calls fail with `unavailable`.
   */
  readonly fallback?: () => TokenManager | PromiseLike<TokenManager>;
  /** Called when the page begins to use the `fallback`. Default: none. */
  readonly onEvent?: (event: WorkerUnavailableEvent) => void;
}

/**
 * The tokens of a worker that calls `serveTokens`, as a token manager for the adapters of a page. The page gets
 * access tokens, and never a refresh token.
 *
 * @example
 * ```ts
 * import { attachAuth } from "@refresh-once/axios";
 * import { remoteTokens } from "@refresh-once/browser";
 * import axios from "axios";
 *
 * declare function startWorker(): SharedWorker;
 *
 * const api = axios.create({ baseURL: "https://api.example.com" });
 * attachAuth(api, remoteTokens(startWorker));
 * ```
 *
 * @param connect Returns a `SharedWorker`, an active service worker, or a dedicated worker. It is called when
 * the first token is needed, and again after the worker has crashed.
 * @throws {TypeError} that names the wrong argument or option
 * @see {@link https://datatracker.ietf.org/doc/html/draft-ietf-oauth-browser-based-apps OAuth 2.0 for
 * browser-based applications}
 */
export function remoteTokens(
  connect: () => TokenWorker | null | undefined | PromiseLike<TokenWorker | null | undefined>,
  options: RemoteTokensOptions = {},
): TokenManager {
  if (!functionRule.isRight(connect)) {
    throw wrongOption("remoteTokens", "connect", "a function that returns the worker");
  }
  const { fallback, onEvent } = checkOptions("remoteTokens", options, {
    fallback: functionRule,
    onEvent: functionRule,
  });
  const onFallback = (reason: string) => onEvent?.({ type: "worker_unavailable", reason });
  return new RemoteTokenManager({ connect, onFallback, ...(fallback && { fallback }) });
}

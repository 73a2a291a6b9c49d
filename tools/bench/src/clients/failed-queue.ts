import axios, { type AxiosInstance, type InternalAxiosRequestConfig } from "axios";
import type { Account } from "./contender.ts";
import { callTokenEndpoint } from "./token-call.ts";

interface Waiter {
  resolve(accessToken: string): void;
  reject(error: unknown): void;
}

/** The mark goes along when axios copies a configuration. */
type Sent = InternalAxiosRequestConfig & { _retry?: boolean };

/** The interceptor that is written by hand everywhere: a flag, and a queue of requests that failed. */
export function attachFailedQueue(api: AxiosInstance, account: Account): void {
  let { accessToken, refreshToken } = account;
  let isRefreshing = false;
  let failedQueue: Waiter[] = [];

  const settleQueue = (settle: (waiter: Waiter) => void) => {
    for (const waiter of failedQueue) settle(waiter);
    failedQueue = [];
  };

  const queue = (resolve: Waiter["resolve"], reject: Waiter["reject"]) => {
    failedQueue.push({ resolve, reject });
  };

  async function refresh(): Promise<void> {
    isRefreshing = true;
    try {
      ({ accessToken, refreshToken } = await callTokenEndpoint(account, refreshToken));
      settleQueue(({ resolve }) => resolve(accessToken));
    } catch (error) {
      settleQueue(({ reject }) => reject(error));
      throw error;
    } finally {
      isRefreshing = false;
    }
  }

  api.interceptors.request.use((config) => {
    config.headers.Authorization = `Bearer ${accessToken}`;
    return config;
  });
  api.interceptors.response.use(
    (response) => response,
    async (error: unknown) => {
      const config: Sent | undefined = axios.isAxiosError(error) ? error.config : undefined;
      if (!axios.isAxiosError(error) || !config) throw error;
      if (error.response?.status !== 401 || config._retry) throw error;
      config._retry = true;
      if (isRefreshing) await new Promise<string>(queue);
      else await refresh();
      return api(config);
    },
  );
}

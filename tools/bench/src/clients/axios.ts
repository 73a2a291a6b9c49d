import { attachAuth } from "@refresh-once/axios";
import axios, { type AxiosError, type AxiosInstance } from "axios";
import { type AxiosAuthRefreshOptions, createAuthRefresh } from "axios-auth-refresh";
import { type Contender, payment, type Requests, type Setting } from "./contender.ts";
import { attachFailedQueue } from "./failed-queue.ts";
import { ourManager } from "./our-manager.ts";
import { callTokenEndpoint } from "./token-call.ts";

/** Ways to have the token sent and refreshed by an axios instance. */
export const axiosContenders: readonly Contender[] = [
  { name: "axios, bare", family: "axios", role: "bare", open: openBare },
  {
    name: "@refresh-once/axios",
    family: "axios",
    role: "ours",
    open: opener((api, setting) => {
      attachAuth(api, ourManager(setting));
    }),
  },
  {
    name: "axios-auth-refresh",
    family: "axios",
    role: "peer",
    open: opener((api, setting) => attachAuthRefresh(api, setting)),
  },
  // The other way to set it up: by default it lets go of requests that fail while it refreshes.
  {
    name: "axios-auth-refresh, deduplicateRefresh: false",
    family: "axios",
    role: "peer",
    open: opener((api, setting) => attachAuthRefresh(api, setting, { deduplicateRefresh: false })),
  },
  {
    name: "failedQueue interceptor",
    family: "axios",
    role: "peer",
    open: opener((api, { account }) => attachFailedQueue(api, account)),
  },
];

function openBare({ baseUrl: baseURL, account, axios: config }: Setting): Requests {
  // A token that needs no looking after.
  const headers = account.accessToken && { Authorization: `Bearer ${account.accessToken}` };
  return requestsOf(axios.create({ baseURL, ...config, ...(headers && { headers }) }));
}

function opener(attach: (api: AxiosInstance, setting: Setting) => void) {
  return (setting: Setting): Requests => {
    const api = axios.create({ baseURL: setting.baseUrl, ...setting.axios });
    attach(api, setting);
    return requestsOf(api);
  };
}

/** As its README has it, with the request interceptor that it advises. */
function attachAuthRefresh(
  api: AxiosInstance,
  { account }: Setting,
  options: AxiosAuthRefreshOptions = {},
): void {
  let { accessToken, refreshToken } = account;
  const refresh = async ({ response }: AxiosError) => {
    ({ accessToken, refreshToken } = await callTokenEndpoint(account, refreshToken));
    response?.config.headers.set("Authorization", `Bearer ${accessToken}`);
  };
  // Not called directly: its types may be those of another copy of axios.
  Reflect.apply(createAuthRefresh, undefined, [api, refresh, options]);
  api.interceptors.request.use((request) => {
    request.headers.Authorization = `Bearer ${accessToken}`;
    return request;
  });
}

function requestsOf(api: AxiosInstance): Requests {
  return {
    get: async () => (await api.get("/payments")).status,
    post: async () => (await api.post("/payments", payment)).status,
  };
}

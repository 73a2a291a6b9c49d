import { attachAuth } from "@refresh-once/axios";
import type { TokenManager } from "@refresh-once/core";
import { authFetch } from "@refresh-once/fetch";
import { authMiddleware } from "@refresh-once/openapi-fetch";
import axios, { type AxiosAdapter, type AxiosInstance, type CreateAxiosDefaults } from "axios";
import createOpenapiClient from "openapi-fetch";

interface Json {
  content: { "application/json": Record<string, unknown> };
}

interface Operation {
  parameters: { path: { path: string } };
  responses: { 200: Json; 401: Json };
}

/** What an API description of the protected resource would generate. */
interface Paths {
  "/{path}": { get: Operation; post: Operation & { requestBody: Json } };
}

/** Makes what clients send by, below the adapters of refresh-once. */
export interface Senders {
  fetch(tokens: TokenManager): typeof fetch;
  adapter(tokens: TokenManager, inner: AxiosAdapter): AxiosAdapter;
}

/** An axios instance, set up as its README says. */
export function openAxios(
  tokens: TokenManager,
  baseURL: string,
  config: CreateAxiosDefaults = {},
  senders?: Senders,
): AxiosInstance {
  const adapter = senders?.adapter(tokens, axios.getAdapter(axios.defaults.adapter));
  const api = axios.create({ baseURL, ...config, ...(adapter && { adapter }) });
  attachAuth(api, tokens);
  return api;
}

/** An openapi-fetch client, set up as its README says. */
export function openOpenapi(tokens: TokenManager, baseUrl: string, senders?: Senders) {
  const api = createOpenapiClient<Paths>({
    baseUrl,
    ...(senders && { fetch: senders.fetch(tokens) }),
    // As it is: a test's path may bring a query along.
    pathSerializer: (url, { path }) => url.replace("{path}", String(path)),
  });
  api.use(authMiddleware(tokens));
  return api;
}

/** A `fetch`, set up as its README says. */
export function openFetch(tokens: TokenManager, origin: string, senders?: Senders): typeof fetch {
  const send = senders?.fetch(tokens);
  return authFetch(tokens, { origins: [origin], ...(send && { fetch: send }) });
}

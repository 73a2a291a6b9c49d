import { attachAuth } from "@refresh-once/axios";
import type { TokenManager } from "@refresh-once/core";
import { authFetch } from "@refresh-once/fetch";
import { authMiddleware } from "@refresh-once/openapi-fetch";
import axios, { type AxiosInstance, type CreateAxiosDefaults } from "axios";
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

/** An axios instance, set up as its README says. */
export function openAxios(
  tokens: TokenManager,
  baseURL: string,
  config: CreateAxiosDefaults = {},
): AxiosInstance {
  const api = axios.create({ baseURL, ...config });
  attachAuth(api, tokens);
  return api;
}

/** An openapi-fetch client, set up as its README says. */
export function openOpenapi(tokens: TokenManager, baseUrl: string) {
  const api = createOpenapiClient<Paths>({
    baseUrl,
    // As it is: a test's path may bring a query along.
    pathSerializer: (url, { path }) => url.replace("{path}", String(path)),
  });
  api.use(authMiddleware(tokens));
  return api;
}

/** A `fetch`, set up as its README says. */
export function openFetch(tokens: TokenManager, origin: string): typeof fetch {
  return authFetch(tokens, { origins: [origin] });
}

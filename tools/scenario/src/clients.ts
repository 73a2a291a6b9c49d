import { attachAuth } from "@refresh-once/axios";
import type { TokenManager } from "@refresh-once/core";
import { authFetch } from "@refresh-once/fetch";
import { authMiddleware } from "@refresh-once/openapi-fetch";
import axios from "axios";
import createOpenapiClient from "openapi-fetch";

/** One request below a resource; a `body` makes it a POST. Resolves with the status. */
export type Client = (path: string, body?: Readonly<Record<string, string>>) => Promise<number>;

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

const clients = { axios: axiosClient, "openapi-fetch": openapiClient, fetch: fetchClient } as const;

export type ClientName = keyof typeof clients;

export const clientNames = ["axios", "openapi-fetch", "fetch"] as const satisfies ClientName[];

/** One of the three clients, set up as its README says, with the statuses left to the caller. */
export function createClient(name: ClientName, tokens: TokenManager, baseUrl: string): Client {
  return clients[name](tokens, baseUrl);
}

function axiosClient(tokens: TokenManager, baseURL: string): Client {
  const api = axios.create({ baseURL, validateStatus: () => true });
  attachAuth(api, tokens);
  return async (path, body) => {
    const answer = await (body ? api.post(path, body) : api.get(path));
    return answer.status;
  };
}

function openapiClient(tokens: TokenManager, baseUrl: string): Client {
  const api = createOpenapiClient<Paths>({
    baseUrl,
    // As it is: a test's path may bring a query along.
    pathSerializer: (url, { path }) => url.replace("{path}", String(path)),
  });
  api.use(authMiddleware(tokens));
  return async (path, body) => {
    const params = { path: { path } };
    const { response } = body
      ? await api.POST("/{path}", { params, body })
      : await api.GET("/{path}", { params });
    return response.status;
  };
}

function fetchClient(tokens: TokenManager, baseUrl: string): Client {
  const api = authFetch(tokens, { origins: [baseUrl] });
  return async (path, body) => {
    const init = body && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    };
    const response = await api(`${baseUrl}/${path}`, init);
    await response.arrayBuffer();
    return response.status;
  };
}

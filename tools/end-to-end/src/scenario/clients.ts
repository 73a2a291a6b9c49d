import type { TokenManager } from "@refresh-once/core";
import { openAxios, openFetch, openOpenapi, type Senders } from "./open-clients.ts";

/** One request below a resource; a `body` makes it a POST. Resolves with the status. */
export type Client = (path: string, body?: Readonly<Record<string, string>>) => Promise<number>;

const clients = { axios: axiosClient, "openapi-fetch": openapiClient, fetch: fetchClient } as const;

export type ClientName = keyof typeof clients;

export const clientNames = ["axios", "openapi-fetch", "fetch"] as const satisfies ClientName[];

/** One of the three clients, set up as its README says, with the statuses left to the caller. */
export function createClient(
  name: ClientName,
  tokens: TokenManager,
  baseUrl: string,
  senders?: Senders,
): Client {
  return clients[name](tokens, baseUrl, senders);
}

function axiosClient(tokens: TokenManager, baseURL: string, senders?: Senders): Client {
  const api = openAxios(tokens, baseURL, { validateStatus: () => true }, senders);
  return async (path, body) => {
    const answer = await (body ? api.post(path, body) : api.get(path));
    return answer.status;
  };
}

function openapiClient(tokens: TokenManager, baseUrl: string, senders?: Senders): Client {
  const api = openOpenapi(tokens, baseUrl, senders);
  return async (path, body) => {
    const params = { path: { path } };
    const { response } = body
      ? await api.POST("/{path}", { params, body })
      : await api.GET("/{path}", { params });
    return response.status;
  };
}

function fetchClient(tokens: TokenManager, baseUrl: string, senders?: Senders): Client {
  const api = openFetch(tokens, baseUrl, senders);
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

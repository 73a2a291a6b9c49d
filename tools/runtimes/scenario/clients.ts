import { attachAuth } from "@refresh-once/axios";
import type { TokenManager } from "@refresh-once/core";
import type { Dpop } from "@refresh-once/dpop";
import { authFetch } from "@refresh-once/fetch";
import { authMiddleware } from "@refresh-once/openapi-fetch";
import axios from "axios";
import createOpenapiClient from "openapi-fetch";
import type { ClientName } from "./protocol.ts";

/** One request for the accounts; a `body` makes it a POST. */
interface Call {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** The resource's echo, or the body of an error. */
  readonly data: unknown;
}

export type Client = (call?: Call) => Promise<Answer>;

/** Whose token it is, and where requests go: elsewhere, where a client is to be led astray. */
export interface Place {
  readonly origin: string;
  readonly baseUrl: string;
}

interface Operation {
  parameters: { query?: Readonly<Record<string, string>> };
  responses: { 200: { content: { "application/json": unknown } } };
}

interface Paths {
  "/accounts": {
    get: Operation;
    post: Operation & {
      requestBody: { content: { "application/json": Readonly<Record<string, string>> } };
    };
  };
}

type OpenClient = (tokens: TokenManager, place: Place, dpop?: Dpop) => Client;

const clients: Readonly<Record<ClientName, OpenClient>> = {
  fetch: fetchClient,
  axios: axiosClient,
  "openapi-fetch": openapiClient,
};

/** One of the three clients, set up as its README says; with bound tokens, as that of DPoP says. */
export function openClient(
  name: ClientName,
  tokens: TokenManager,
  place: Place,
  dpop?: Dpop,
): Client {
  return clients[name](tokens, place, dpop);
}

function fetchClient(tokens: TokenManager, { origin, baseUrl }: Place, dpop?: Dpop): Client {
  const api = authFetch(tokens, {
    origins: [origin],
    ...(dpop && { fetch: dpop.fetch(tokens) }),
  });
  return async ({ query, body, signal } = {}) => {
    const search = query ? `?${new URLSearchParams(query)}` : "";
    const response = await api(`${baseUrl}/accounts${search}`, {
      ...(signal && { signal }),
      ...(body && {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    return { status: response.status, data: await response.json() };
  };
}

function axiosClient(tokens: TokenManager, { origin, baseUrl }: Place, dpop?: Dpop): Client {
  const api = axios.create({
    baseURL: baseUrl,
    validateStatus: () => true,
    ...(dpop && { adapter: dpop.adapter(tokens, axios.getAdapter(axios.defaults.adapter)) }),
  });
  attachAuth(api, tokens, { origins: [origin] });
  return async ({ query, body, signal } = {}) => {
    const config = { ...(query && { params: query }), ...(signal && { signal }) };
    const { status, data } = body
      ? await api.post("/accounts", body, config)
      : await api.get("/accounts", config);
    return { status, data };
  };
}

function openapiClient(tokens: TokenManager, { origin, baseUrl }: Place, dpop?: Dpop): Client {
  const api = createOpenapiClient<Paths>({
    baseUrl,
    ...(dpop && { fetch: dpop.fetch(tokens) }),
  });
  api.use(authMiddleware(tokens, { origins: [origin] }));
  return async ({ query, body, signal } = {}) => {
    const options = { ...(query && { params: { query } }), ...(signal && { signal }) };
    const { response, data, error } = body
      ? await api.POST("/accounts", { ...options, body })
      : await api.GET("/accounts", options);
    return { status: response.status, data: data ?? error };
  };
}

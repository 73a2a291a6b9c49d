import { attachAuth } from "@refresh-once/axios";
import type { RefreshFunction, TokenManager } from "@refresh-once/core";
import { authFetch } from "@refresh-once/fetch";
import { authMiddleware } from "@refresh-once/openapi-fetch";
import { oroBank, type PresetOptions, refreshTokenGrant, vault } from "@refresh-once/providers";
import type { AuthorizationServer, ProviderName } from "@refresh-once/testing";
import axios, { isAxiosError } from "axios";
import createClient from "openapi-fetch";
import type { paths } from "../fixtures/bank-api.js";

/** A page that gets a reader started with a client, and how that client is used there. */
export interface StartedClient {
  readonly page: string;
  readonly provider: ProviderName;
  /** As in the page, and not loopback: where tokens must not go over http. */
  readonly insecure: string;
  /** What is no origin, as a beginner would give it. */
  readonly noOrigin: string;
  refresh(server: AuthorizationServer, options?: Pick<PresetOptions, "fetch">): RefreshFunction;
  /** Attaches the manager for one origin; what it gives asks for a URL, and tells the status. */
  attach(tokens: TokenManager, origin: string): (url: string) => Promise<number>;
}

export const clients: readonly StartedClient[] = [
  {
    page: "docs/getting-started-axios.md",
    provider: "oroBank",
    insecure: "http://api.bank.place",
    noOrigin: "/api",
    refresh: (server, options) => oroBank({ url: server.tokenUrl("oroBank"), ...options }),
    attach(tokens, baseURL) {
      const api = axios.create({ baseURL });
      attachAuth(api, tokens);
      return async (url) => {
        try {
          return (await api.get(url)).status;
        } catch (error) {
          if (isAxiosError(error) && error.response) return error.response.status;
          throw error;
        }
      };
    },
  },
  {
    page: "docs/getting-started-openapi-fetch.md",
    provider: "vault",
    insecure: "http://api.vault.ist",
    noOrigin: "api.vault.ist",
    refresh: (server, options) => vault({ url: server.tokenUrl("vault"), ...options }),
    attach(tokens, origin) {
      const client = createClient<paths>();
      client.use(authMiddleware(tokens, { origins: [origin] }));
      return async (baseUrl) => (await client.GET("/accounts", { baseUrl })).response.status;
    },
  },
  {
    page: "docs/getting-started-fetch.md",
    provider: "rfc6749",
    insecure: "http://api.example.com",
    noOrigin: "api.example.com",
    refresh(server, options) {
      const { clientId, clientSecret } = server.client;
      const url = server.tokenUrl("rfc6749");
      return refreshTokenGrant({ url, clientId, clientSecret, ...options });
    },
    attach(tokens, origin) {
      const apiFetch = authFetch(tokens, { origins: [origin] });
      return async (url) => (await apiFetch(url)).status;
    },
  },
];

import { attachAuth } from "@refresh-once/axios";
import type { TokenManager } from "@refresh-once/core";
import { authFetch } from "@refresh-once/fetch";
import axios from "axios";
import type { AppSettings } from "./settings.ts";

/** The resource that the access tokens are for. */
const resource = `${location.origin}/rfc6749/accounts`;

/** Sends one request to the resource, and returns the status of the response. */
export type Client = () => Promise<number>;

const clients: Readonly<Record<AppSettings["client"], (tokens: TokenManager) => Client>> = {
  axios(tokens) {
    const api = axios.create({ validateStatus: () => true });
    attachAuth(api, tokens, { origins: [location.origin] });
    return async () => (await api.get(resource)).status;
  },
  fetch(tokens) {
    const api = authFetch(tokens, { origins: [location.origin] });
    return async () => (await api(resource)).status;
  },
};

/** Attaches the adapter of a client, as its README says. */
export function openClient(name: AppSettings["client"], tokens: TokenManager): Client {
  return clients[name](tokens);
}

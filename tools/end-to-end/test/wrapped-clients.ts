import { Octokit } from "@octokit/core";
import ky from "ky";
import { ofetch } from "ofetch";
import OpenAI from "openai";

/** A client that can be given a `fetch`, in the two ways in which a test asks it. */
interface WrappedClient {
  get(path: string): Promise<unknown>;
  post(path: string, body: Readonly<Record<string, unknown>>): Promise<unknown>;
}

type Connect = (fetch: typeof globalThis.fetch, baseUrl: string) => WrappedClient;

/** Each with its own defaults, retries among them. */
export const wrappedClients: readonly [string, Connect][] = [
  [
    "ky",
    (fetch, prefixUrl) => {
      const api = ky.create({ fetch, prefixUrl });
      return {
        get: (path) => api.get(path).json(),
        post: (path, json) => api.post(path, { json }).json(),
      };
    },
  ],
  [
    "ofetch",
    (fetch, baseURL) => {
      const api = ofetch.create({ baseURL }, { fetch });
      return {
        get: (path) => api(path),
        post: (path, body) => api(path, { method: "POST", body }),
      };
    },
  ],
  [
    "the OpenAI SDK",
    (fetch, baseURL) => {
      const defaultHeaders = { Authorization: null };
      const api = new OpenAI({ fetch, baseURL, apiKey: "none", defaultHeaders });
      return {
        get: (path) => api.get(`/${path}`),
        post: (path, body) => api.post(`/${path}`, { body }),
      };
    },
  ],
  [
    "Octokit",
    (fetch, baseUrl) => {
      const api = new Octokit({ request: { fetch }, baseUrl });
      const dataOf = async (call: Promise<{ data: unknown }>) => (await call).data;
      return {
        get: (path) => dataOf(api.request(`GET /${path}`)),
        post: (path, body) => dataOf(api.request(`POST /${path}`, body)),
      };
    },
  ],
];

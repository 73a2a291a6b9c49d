import type { TokenManager } from "@refresh-once/core";
import { openAxios, openFetch, openOpenapi } from "../../src/scenario/index.ts";

/** One call of a path of the bank; gives all that its caller gets, or throws it. */
type Call = (tokens: TokenManager, origin: string, path: string) => Promise<readonly unknown[]>;

/** All clients, and what of each stays behind in a program. */
export const calls: Readonly<Record<string, Call>> = {
  async fetch(tokens, origin, path) {
    const send = openFetch(tokens, origin);
    const response = await send(`${origin}${path}`, { headers: { "x-mine": "1" } });
    await response.text();
    return [send, response];
  },
  async "openapi-fetch"(tokens, origin, path) {
    const api = openOpenapi(tokens, origin);
    const result = await api.GET("/{path}", { params: { path: { path: path.slice(1) } } });
    return [api, result, result.response];
  },
  "axios, http": viaAxios("http"),
  "axios, fetch": viaAxios("fetch"),
};

function viaAxios(adapter: "http" | "fetch"): Call {
  return async (tokens, origin, path) => {
    const api = openAxios(tokens, origin, { adapter });
    const response = await api.get(path);
    return [api, response, response.config, response.headers, { ...response }];
  };
}

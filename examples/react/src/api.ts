import { attachAuth } from "@refresh-once/axios";
import { remoteTokens } from "@refresh-once/browser";
import { authMiddleware } from "@refresh-once/openapi-fetch";
import axios from "axios";
import createClient from "openapi-fetch";
import type { paths } from "./bank-api.ts";

const startWorker = () =>
  new SharedWorker(new URL("./tokens-worker.ts", import.meta.url), {
    type: "module",
    extendedLifetime: true,
  });

export const tokens = remoteTokens(startWorker, {
  fallback: async () => (await import("./tokens.ts")).tokens,
  onEvent: ({ reason }) => console.warn(`This page refreshes the tokens itself: ${reason}`),
});

const url = `${location.origin}/autional`;

export const api = axios.create({ baseURL: url });
attachAuth(api, tokens);

export const client = createClient<paths>({ baseUrl: url });
client.use(authMiddleware(tokens));

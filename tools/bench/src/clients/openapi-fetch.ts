import { authMiddleware } from "@refresh-once/openapi-fetch";
import createClient, { type Middleware } from "openapi-fetch";
import { type Contender, payment, type Requests, type Setting } from "./contender.ts";
import { ourManager } from "./our-manager.ts";
import { recommendedMiddleware } from "./recommended-middleware.ts";

interface Json {
  content: { "application/json": Record<string, unknown> };
}

/** What an API description would generate. */
interface Paths {
  "/payments": {
    get: { responses: { 200: Json } };
    post: { requestBody: Json; responses: { 200: Json } };
  };
}

/** Ways to have the token sent and refreshed by an openapi-fetch client. */
export const openapiContenders: readonly Contender[] = [
  { name: "openapi-fetch, bare", family: "openapi-fetch", role: "bare", open: openBare },
  {
    name: "@refresh-once/openapi-fetch",
    family: "openapi-fetch",
    role: "ours",
    open: opener((setting) => authMiddleware(ourManager(setting))),
  },
  {
    name: "middleware of openapi-fetch #2075",
    family: "openapi-fetch",
    role: "peer",
    open: opener(({ account }) => recommendedMiddleware(account)),
  },
];

function openBare({ baseUrl, account, fetch }: Setting): Requests {
  const headers = account.accessToken && { Authorization: `Bearer ${account.accessToken}` };
  return requestsOf(createClient<Paths>({ baseUrl, fetch, ...(headers && { headers }) }));
}

function opener(middleware: (setting: Setting) => Middleware) {
  return (setting: Setting): Requests => {
    const { baseUrl, fetch } = setting;
    const api = createClient<Paths>({ baseUrl, fetch });
    api.use(middleware(setting));
    return requestsOf(api);
  };
}

function requestsOf(api: ReturnType<typeof createClient<Paths>>): Requests {
  return {
    get: async () => (await api.GET("/payments")).response.status,
    post: async () => (await api.POST("/payments", { body: payment })).response.status,
  };
}

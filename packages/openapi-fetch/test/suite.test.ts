import { adapterSuite, type Client, type ClientOptions } from "@refresh-once/adapter-suite";
import createClient from "openapi-fetch";
import { type AuthMiddlewareOptions, authMiddleware } from "../src/index.ts";

/** Of no particular API description: each path of each origin. */
function clientOf(client: ReturnType<typeof createClient>): Client {
  return async ({ url, method = "GET", json, body, headers, ...init }) => {
    const { origin, pathname, search } = new URL(url);
    const { data, error, response } = await Reflect.apply(client.request, client, [
      method.toLowerCase(),
      pathname + search,
      {
        ...init,
        // What openapi-fetch takes for JSON unless it is told otherwise.
        ...(json === undefined
          ? { body, bodySerializer: () => body, headers: { "content-type": null, ...headers } }
          : { body: json, headers }),
        baseUrl: origin,
        parseAs: "text",
        duplex: "half",
      },
    ]);
    return { status: response.status, text: data ?? error, response };
  };
}

function optionsOf(origin: string, { isTokenRejected, ...options }: ClientOptions = {}) {
  const all: AuthMiddlewareOptions = { origins: [origin], ...options };
  return isTokenRejected
    ? { ...all, isTokenRejected: ({ status }: Response) => isTokenRejected(status) }
    : all;
}

adapterSuite({
  name: "openapi-fetch",
  bare: (baseUrl) => clientOf(createClient({ baseUrl })),
  attach(baseUrl, tokens, options) {
    const client = createClient({ baseUrl });
    client.use(authMiddleware(tokens, optionsOf(baseUrl, options)));
    return clientOf(client);
  },
  isAbort: (error, { reason }) => error === reason,
});

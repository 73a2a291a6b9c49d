import { adapterSuite, type Client, type ClientOptions } from "@refresh-once/adapter-suite";
import { type AuthFetchOptions, authFetch } from "../src/index.ts";

/** `fetch` takes more bodies than its types say. */
function clientOf(send: typeof fetch): Client {
  return async ({ url, json, headers, ...init }) => {
    const asJson = json !== undefined && {
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(json),
    };
    const response: Response = await Reflect.apply(send, undefined, [
      url,
      { headers, ...init, ...asJson, duplex: "half" },
    ]);
    return { status: response.status, text: await response.text(), response };
  };
}

function optionsOf(origin: string, { isTokenRejected, ...options }: ClientOptions = {}) {
  const all: AuthFetchOptions = { origins: [origin], ...options };
  return isTokenRejected
    ? { ...all, isTokenRejected: ({ status }: Response) => isTokenRejected(status) }
    : all;
}

adapterSuite({
  name: "fetch",
  bare: () => clientOf(fetch),
  attach: (origin, tokens, options) => clientOf(authFetch(tokens, optionsOf(origin, options))),
  isAbort: (error, { reason }) => error === reason,
});

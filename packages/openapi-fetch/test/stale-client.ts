import { type Resource, startResource } from "@refresh-once/adapter-suite";
import { createTokenManager, type TokenManager } from "@refresh-once/core";
import createClient, { type Client, type ClientOptions } from "openapi-fetch";

interface Text {
  content: { "text/plain": string };
}

interface Operation {
  responses: { 200: Text; 401: Text };
}

/** As generated from an API description. */
export interface Paths {
  "/x": {
    get: Operation;
    post: Operation & { requestBody: { content: { "application/json": { amount: number } } } };
  };
}

/** A client whose access token, `a0`, the resource rejects by now; the next ones are `a1` and so on. */
export interface StaleClient extends AsyncDisposable {
  readonly resource: Resource;
  readonly tokens: TokenManager;
  /** Without our middleware as yet. */
  readonly client: Client<Paths>;
  refreshes(): number;
  /** Of all that was sent: this header. */
  sent(header: string): (string | string[] | undefined)[];
}

export async function openClient(options: ClientOptions = {}): Promise<StaleClient> {
  const resource = await startResource();
  let refreshes = 0;
  const tokens = createTokenManager({
    refresh: async () => {
      const accessToken = `a${++refreshes}`;
      resource.accept(accessToken);
      return { accessToken, refreshToken: `r${refreshes}` };
    },
    seed: { accessToken: "a0", refreshToken: "r0" },
  });
  return {
    resource,
    tokens,
    client: createClient<Paths>({ baseUrl: resource.origin, ...options }),
    refreshes: () => refreshes,
    sent: (header) => resource.received.map(({ headers }) => headers[header]),
    [Symbol.asyncDispose]: () => resource[Symbol.asyncDispose](),
  };
}

import { attachAuth } from "@refresh-once/axios";
import type { TokenManager } from "@refresh-once/core";
import { authFetch } from "@refresh-once/fetch";
import { authMiddleware } from "@refresh-once/openapi-fetch";
import axios from "axios";
import createOpenapiClient from "openapi-fetch";

export type UploadBody = Uint8Array<ArrayBuffer> | Blob | string;

/** Posts a body to where its client belongs; a bare client is given the token to send. */
export type Upload = (body: UploadBody, token?: string) => Promise<{ readonly status: number }>;

/** How a client is made for uploads. */
export interface UploaderOptions {
  readonly origin: string;
  /** For a client with our adapter; without, it is bare. */
  readonly tokens?: TokenManager | undefined;
  /** Awaited before each sending. */
  readonly beforeSending: () => Promise<void>;
}

const uploaders = {
  axios: byAxios,
  fetch: byFetch,
  "fetch of a Request": byRequest,
  "openapi-fetch": byOpenapiFetch,
} as const;

export type UploaderName = keyof typeof uploaders;

export function createUploader(name: UploaderName, options: UploaderOptions): Upload {
  return uploaders[name](options);
}

/** The `fetch` of all but axios. */
function fetchOf({ origin, tokens, beforeSending }: UploaderOptions): typeof fetch {
  const send: typeof fetch = async (input, init) => {
    await beforeSending();
    return fetch(input, init);
  };
  return tokens ? authFetch(tokens, { origins: [origin], fetch: send }) : send;
}

function byFetch(options: UploaderOptions): Upload {
  const send = fetchOf(options);
  return async (body, token) => {
    const init = { method: "POST", headers: withToken(token), body };
    return read(await send(options.origin, init));
  };
}

function byRequest(options: UploaderOptions): Upload {
  const send = fetchOf(options);
  return async (body, token) => {
    const init = { method: "POST", headers: withToken(token), body };
    return read(await send(new Request(options.origin, init)));
  };
}

async function read(answer: Response): Promise<Response> {
  await answer.arrayBuffer();
  return answer;
}

function byAxios({ origin, tokens, beforeSending }: UploaderOptions): Upload {
  const send = axios.getAdapter("http");
  const api = axios.create({
    baseURL: origin,
    validateStatus: () => true,
    adapter: (config) => beforeSending().then(() => send(config)),
  });
  if (tokens) attachAuth(api, tokens);
  return (body, token) => api.post("/", body, { headers: withToken(token) });
}

interface Paths {
  "/": {
    post: {
      requestBody: { content: { "application/octet-stream": UploadBody } };
      responses: { 200: { content: { "text/plain": string } } };
    };
  };
}

function byOpenapiFetch({ origin, tokens, beforeSending }: UploaderOptions): Upload {
  const client = createOpenapiClient<Paths>({
    baseUrl: origin,
    bodySerializer: (body) => body,
    fetch: fetchOf({ origin, beforeSending }),
  });
  if (tokens) client.use(authMiddleware(tokens));
  return async (body, token) => {
    const headers = withToken(token);
    const { response } = await client.POST("/", { body, headers, parseAs: "text" });
    return response;
  };
}

function withToken(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

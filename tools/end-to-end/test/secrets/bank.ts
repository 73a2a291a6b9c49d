import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen } from "../loopback.ts";
import { marks } from "./marks.ts";

/** A bank that tells all that it knows, and whose token endpoints fail in every way. */
export interface Bank extends AsyncDisposable {
  readonly origin: string;
}

/** A reply that would have any logger show every secret. */
const echo = Object.values(marks).join(" ");
const described = { error_description: echo, message: echo, received: marks };

const replies: Readonly<Record<string, readonly [number, unknown]>> = {
  "/token/good": [
    200,
    { access_token: marks.access, refresh_token: marks.refresh, id_token: marks.id },
  ],
  "/token/refused": [400, { error: "invalid_grant", ...described }],
  "/token/client": [401, { error: "invalid_client", ...described }],
  "/token/odd": [200, { access_token: [marks.access], refresh_token: marks.refresh }],
  "/token/odd-field": [
    200,
    {
      access_token: marks.access,
      refresh_token: marks.refresh,
      token_type: marks,
      scope: [marks.id],
      expires_in: marks.clientSecret,
    },
  ],
  "/token/busy": [429, described],
};

export async function openBank(): Promise<Bank> {
  const listening = await listen(createServer({ keepAliveTimeout: 600_000 }, answer));
  return {
    origin: `http://127.0.0.1:${listening.port}`,
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}

function answer({ url = "", headers, socket }: IncomingMessage, response: ServerResponse): void {
  const { authorization } = headers;
  const isGood = authorization === `Bearer ${marks.access}`;
  // What a server says of a dead token stands in the 401 that is `error.response`.
  const answered = isGood ? {} : { received: authorization };
  const status = isGood && !url.endsWith("/unauthorized") ? 200 : 401;
  const [code, value] = replies[url] ?? [status, answered];
  if (url.endsWith("/lost")) socket.destroy();
  else if (isGood && url.endsWith("/moved"))
    response.writeHead(302, { location: "/api/good" }).end();
  else if (!url.endsWith("/hang")) send(response, code, value);
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

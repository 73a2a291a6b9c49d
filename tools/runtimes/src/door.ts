import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import { portOf } from "./port.ts";

/**
 * Another origin for a server. A page may reach it there, although the server knows nothing of browsers, and
 * what was sent to it can be looked at.
 */
export interface Door extends AsyncDisposable {
  readonly origin: string;
  /** All requests that have come, without those that a browser sends by itself (preflights). */
  readonly requests: readonly SeenRequest[];
}

/** What matters of a request that has come. */
export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** What a resource that is meant for pages of other origins answers (Fetch, "CORS protocol"). */
const allowed = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, content-type, dpop",
  "access-control-allow-methods": "GET, POST",
  "access-control-expose-headers": "www-authenticate, dpop-nonce",
};

export async function openDoor(to: string): Promise<Door> {
  const requests: SeenRequest[] = [];
  const server = createServer({ keepAliveTimeout: 600_000 }, (message, response) => {
    if (message.method === "OPTIONS") {
      response.writeHead(204, allowed).end();
      return;
    }
    requests.push({ path: message.url ?? "", headers: message.headers });
    passOn(message, response, to);
  });
  const port = await portOf(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function passOn(message: IncomingMessage, response: ServerResponse, to: string): void {
  const { method, headers, url } = message;
  const onward = request(`${to}${url}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...allowed });
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  message.pipe(onward);
}

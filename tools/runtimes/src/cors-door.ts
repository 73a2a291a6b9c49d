import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { portOf } from "./port.ts";

/** Another origin, through which a page may reach a server that knows nothing of browsers. */
export interface Door extends AsyncDisposable {
  readonly origin: string;
}

/** What a resource that is meant for pages of other origins answers (Fetch, "CORS protocol"). */
const allowed = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, content-type",
  "access-control-allow-methods": "GET, POST",
  "access-control-expose-headers": "www-authenticate",
};

export async function openDoor(to: string): Promise<Door> {
  const server = createServer({ keepAliveTimeout: 600_000 }, (message, response) => {
    if (message.method === "OPTIONS") response.writeHead(204, allowed).end();
    else passOn(message, response, to);
  });
  const port = await portOf(server);
  return {
    origin: `http://127.0.0.1:${port}`,
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

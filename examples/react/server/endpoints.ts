import type { IncomingMessage } from "node:http";
import type { AuthorizationServer } from "@refresh-once/testing";
import type { Connect, Plugin } from "vite";
import { stateOf } from "./describe-server.ts";

/** The authorization server of the example. */
export interface ExampleServer {
  readonly authorization: AuthorizationServer;
  /** In ms. */
  readonly accessTokenLifetime: number;
}

/** What the page asks of the example's server, besides tokens and accounts: see `src/example-server.ts`. */
export function exampleEndpoints(server: ExampleServer): Plugin {
  const listenOn = ({ middlewares }: { middlewares: Connect.Server }) => {
    middlewares.use("/example", (request, response) => {
      const reply = replyTo(request, server);
      response.statusCode = reply ? 200 : 404;
      response.setHeader("content-type", "application/json");
      response.setHeader("cache-control", "no-store");
      response.end(JSON.stringify(reply ?? { error: "not_found" }));
    });
  };
  return {
    name: "refresh-once-example",
    configureServer: listenOn,
    configurePreviewServer: listenOn,
  };
}

function replyTo({ method, url }: IncomingMessage, server: ExampleServer): object | undefined {
  const { authorization, accessTokenLifetime } = server;
  switch (`${method} ${url}`) {
    // Stands for the login page of a provider.
    case "POST /log-in":
      return { refreshToken: authorization.issueRefreshToken("autional") };
    case "POST /end-access-token":
      authorization.expireAccessTokens("autional");
      return {};
    case "GET /state":
      return stateOf(authorization, accessTokenLifetime);
    default:
      return undefined;
  }
}

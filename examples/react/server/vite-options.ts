import { fileURLToPath } from "node:url";
import type { InlineConfig } from "vite";
import { type ExampleServer, exampleEndpoints } from "./endpoints.ts";

/** Options with which Vite serves the app and the authorization server on one origin. */
export function viteOptions(server: ExampleServer): InlineConfig {
  const proxy = { "/autional": server.authorization.origin };
  return {
    root: fileURLToPath(new URL("..", import.meta.url)),
    logLevel: "warn",
    clearScreen: false,
    plugins: [exampleEndpoints(server)],
    server: { proxy },
    preview: { proxy },
  };
}

import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AuthorizationServer } from "@refresh-once/testing";
import { bundleScripts, type ScriptName } from "./bundle.ts";
import { isPeerEndpoint, peerReply } from "./peer-endpoints.ts";

/**
 * The origin of all pages and workers. It serves their scripts, and passes everything else to the authorization
 * server, so that the token endpoint and the resource have the same origin.
 */
export class Site implements AsyncDisposable {
  readonly #authorizationServer: AuthorizationServer;
  readonly #scripts: ReadonlyMap<string, string>;
  readonly #server = createServer((message, response) => this.#answer(message, response));
  #origin = "";
  #isReachable = true;

  private constructor(
    authorizationServer: AuthorizationServer,
    scripts: ReadonlyMap<string, string>,
  ) {
    this.#authorizationServer = authorizationServer;
    this.#scripts = scripts;
  }

  /** Bundles the scripts and starts to listen. */
  static async open(server: AuthorizationServer): Promise<Site> {
    const site = new Site(server, await bundleScripts({ CLIENT: server.client }));
    await site.#listen();
    return site;
  }

  /** `http://127.0.0.1:port` */
  get origin(): string {
    return this.#origin;
  }

  /** Returns the URL of a page that runs a script. */
  pageUrl(script: ScriptName): string {
    return `${this.#origin}/pages/${script}`;
  }

  /** Returns the URL of a tab of the application. Each login has its own folder. */
  tabUrl(
    script: ScriptName,
    key: string,
    query: Readonly<Record<string, string>>,
    contexts: readonly string[] = [],
  ) {
    const all = new URLSearchParams({ key, ...query });
    for (const context of contexts) all.append("with", context);
    return `${this.#origin}/pages/${key}/${script}?${all}`;
  }

  /** The URL of a page without a script. */
  get emptyPageUrl(): string {
    return `${this.#origin}/pages/empty`;
  }

  /** Cuts the authorization server and the resource off from all pages and workers, or connects them again. */
  setReachable(isReachable: boolean): void {
    this.#isReachable = isReachable;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #listen(): Promise<void> {
    // A browser must not reuse a socket that the server is just closing as idle.
    this.#server.keepAliveTimeout = 600_000;
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new TypeError("no TCP address");
    this.#origin = `http://127.0.0.1:${address.port}`;
  }

  #answer(message: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(message.url ?? "", this.#origin);
    const [, folder = "", ...rest] = pathname.split("/");
    const name = rest.at(-1) ?? "";
    // A service worker controls the folder of its script, so its script is beside the pages.
    if (name.endsWith(".js")) this.#sendScript(response, name);
    else if (folder === "pages") sendPage(response, name);
    else if (isPeerEndpoint(pathname)) this.#answerPeer(message, response, pathname);
    else this.#passOn(message, response);
  }

  #answerPeer(message: IncomingMessage, response: ServerResponse, path: string): void {
    peerReply(this.#authorizationServer, path, message).then(
      ({ status, body }) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(body));
      },
      () => response.destroy(),
    );
  }

  #sendScript(response: ServerResponse, file: string): void {
    const script = this.#scripts.get(file);
    response.writeHead(script === undefined ? 404 : 200, { "content-type": "text/javascript" });
    response.end(script);
  }

  #passOn(message: IncomingMessage, response: ServerResponse): void {
    if (!this.#isReachable) {
      response.destroy();
      return;
    }
    const { method, headers, url } = message;
    const onward = request(`${this.#authorizationServer.origin}${url}`, { method, headers });
    onward.on("response", (answer) => {
      // After a step back in the history, Firefox answers GET requests from its cache: also with an old 401.
      response.writeHead(answer.statusCode ?? 502, {
        ...answer.headers,
        "cache-control": "no-store",
      });
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    message.pipe(onward);
  }
}

function sendPage(response: ServerResponse, script: string): void {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(
    `<!doctype html><title>${script}</title><link rel="icon" href="data:,"><script src="/scripts/${script}.js"></script>`,
  );
}

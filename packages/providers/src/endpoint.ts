import { plainFetch, secureOrigin, wrongOption } from "@refresh-once/core/adapter";

/** Where something is sent, and by what. */
export interface EndpointOptions {
  readonly url: string | URL;
  readonly fetch?: typeof globalThis.fetch;
}

/** {@link EndpointOptions}, checked and complete. */
export interface Endpoint {
  readonly url: string;
  /** Called without a receiver: a browser's own `fetch` takes no other. */
  readonly fetch: typeof globalThis.fetch;
}

/**
 * @param of whose options these are
 * @throws {TypeError} that names the wrong one
 * @throws {TokenError} `insecure_origin` when the URL is `http:` and not on loopback
 */
export function checkEndpoint(of: string, options: Partial<EndpointOptions>): Endpoint {
  const { url, fetch = (input, init) => plainFetch()(input, init) } = options;
  if (!isPlainUrl(url)) {
    throw wrongOption(of, "url", "an absolute http(s) URL without a user or a password");
  }
  if (typeof fetch !== "function") throw wrongOption(of, "fetch", "a function");
  secureOrigin(String(url));
  return { url: String(url), fetch };
}

/** `fetch` refuses a URL with a password, by an error that shows the password. */
function isPlainUrl(url: string | URL | undefined): url is string | URL {
  if (url === undefined || !URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return /^https?:$/.test(protocol) && username === "" && password === "";
}

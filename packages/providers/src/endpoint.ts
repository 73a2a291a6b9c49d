import { plainFetch, secureOrigin, wrongOption } from "@refresh-once/core/adapter";

/** Options of every function that calls an endpoint. */
export interface EndpointOptions {
  readonly url: string | URL;
  readonly fetch?: typeof globalThis.fetch;
}

/** Checked {@link EndpointOptions}, with defaults. */
export interface Endpoint {
  readonly url: string;
  /** Called without a receiver, because a browser's `fetch` throws if `this` is any other object. */
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Checks the URL and the `fetch` of an endpoint.
 *
 * @param caller the function that an error names
 * @throws {TypeError} if an option is wrong
 * @throws {TokenError} `insecure_origin` if the URL is unencrypted `http:` and not on loopback
 */
export function checkEndpoint(caller: string, options: Partial<EndpointOptions>): Endpoint {
  const { url, fetch = (input, init) => plainFetch()(input, init) } = options;
  if (!isPlainUrl(url)) {
    throw wrongOption(
      caller,
      "url",
      "an absolute https:// URL without a user name or password (http:// only on loopback)",
    );
  }
  if (typeof fetch !== "function") throw wrongOption(caller, "fetch", "a function");
  secureOrigin(String(url));
  return { url: String(url), fetch };
}

/** Rejects a URL with a password: `fetch` would reject it later, with an error that quotes the password. */
export function isPlainUrl(url: string | URL | undefined): url is string | URL {
  if (url === undefined || !URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return /^https?:$/.test(protocol) && username === "" && password === "";
}

import { TokenError } from "./token-error.ts";

/** Where an adapter's tokens may go. */
export interface OriginOptions {
  /** Origins that get the token, as `https://api.example.com` or any URL there. Loopback may be `http:`. */
  readonly origins?: readonly string[];
  /** `http:` origins that get it although anybody on the way can read it. Default: none. */
  readonly insecureOrigins?: readonly string[];
}

/** Whether a request to this URL may carry the token. */
export type OriginTest = (url: string) => boolean;

/**
 * @throws {TypeError} when an origin is not a URL, or none is given
 * @throws {TokenError} `insecure_origin` for an `http:` origin beyond loopback
 */
export function originTest(options: OriginOptions): OriginTest {
  const insecure = listed(options, "insecureOrigins").map(originOf);
  const isNamed = (url: string) => insecure.includes(originOf(url));
  const origins = listed(options, "origins").filter((url) => !isNamed(url));
  const own = [...insecure, ...origins.map(secureOrigin)];
  if (own.length === 0) {
    throw new TypeError(
      '"origins" must name at least one origin, such as "https://api.example.com"',
    );
  }
  // The slash ends the authority: what follows cannot change the host. Nearly always this is enough.
  const prefixes = own.map((origin) => `${origin}/`);
  return (url) => prefixes.some((prefix) => url.startsWith(prefix)) || isOneOf(own, url);
}

/** @throws {TypeError} that names the option, when it is no list of URLs */
function listed(options: OriginOptions, name: keyof OriginOptions): readonly string[] {
  const { [name]: urls = [] } = options;
  if (Array.isArray(urls) && urls.every((url) => tryOrigin(url) !== undefined)) return urls;
  throw new TypeError(
    `"${name}" must be a list of absolute http(s) URLs, such as ["https://api.example.com"]`,
  );
}

function isOneOf(own: readonly string[], url: string): boolean {
  // In a page, a relative URL is one of its own origin.
  const page: { readonly href: string } | undefined = Reflect.get(globalThis, "location");
  return own.includes(tryParse(url, page?.href)?.origin ?? "");
}

/** Not `URL.canParse`: on Node.js 20 it denies, once it is hot, every URL with an umlaut. */
function tryParse(url: string, base?: string): URL | undefined {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}

function tryOrigin(url: unknown): string | undefined {
  if (typeof url !== "string" && !(url instanceof URL)) return undefined;
  const parsed = tryParse(String(url));
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.origin : undefined;
}

function originOf(url: string): string {
  const origin = tryOrigin(url);
  if (origin !== undefined) return origin;
  throw new TypeError(
    `An origin must be an absolute http(s) URL, such as "https://api.example.com"`,
  );
}

/** @throws {TokenError} `insecure_origin` */
export function secureOrigin(url: string): string {
  const origin = originOf(url);
  if (/^http:\/\/(?!(\[::1\]|127(\.\d+){3}|([^/:]+\.)?localhost)(:\d+)?$)/.test(origin)) {
    throw new TokenError(
      "insecure_origin",
      `A token would travel readably to ${origin}. Nothing was sent; use https.`,
    );
  }
  return origin;
}

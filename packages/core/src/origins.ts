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
export function originTest({ origins = [], insecureOrigins = [] }: OriginOptions): OriginTest {
  const insecure = insecureOrigins.map(originOf);
  const isNamed = (url: string) => insecure.includes(originOf(url));
  const own = [...insecure, ...origins.filter((url) => !isNamed(url)).map(secureOrigin)];
  if (own.length === 0) {
    throw new TypeError(
      '"origins" must name at least one origin, such as "https://api.example.com"',
    );
  }
  // The slash ends the authority: what follows cannot change the host. Nearly always this is enough.
  const prefixes = own.map((origin) => `${origin}/`);
  return (url) => prefixes.some((prefix) => url.startsWith(prefix)) || isOneOf(own, url);
}

function isOneOf(own: readonly string[], url: string): boolean {
  // In a page, a relative URL is one of its own origin.
  const page: { readonly href: string } | undefined = Reflect.get(globalThis, "location");
  return own.includes(tryParse(url, page?.href)?.origin ?? "");
}

function tryParse(url: string, base?: string): URL | undefined {
  return URL.canParse(url, base) ? new URL(url, base) : undefined;
}

function originOf(url: string): string {
  const parsed = tryParse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new TypeError(
      '"origins" must be absolute http(s) URLs, such as "https://api.example.com"',
    );
  }
  return parsed.origin;
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

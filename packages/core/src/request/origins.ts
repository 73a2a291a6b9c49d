import { TokenError } from "../errors/index.ts";
import { attempt } from "../values/index.ts";

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
  const insecure = listed(options, "insecureOrigins");
  const origins = listed(options, "origins").filter((origin) => !insecure.includes(origin));
  const own = [...insecure, ...origins.map(secureOrigin)];
  if (own.length === 0) throw noOrigins("origins");
  // The slash ends the authority: what follows cannot change the host. Nearly always this is enough.
  const prefixes = own.map((origin) => `${origin}/`);
  return (url) => prefixes.some((prefix) => url.startsWith(prefix)) || isOneOf(own, url);
}

/** @throws {TypeError} that names the option, when it is no list of URLs */
function listed(options: OriginOptions, name: keyof OriginOptions): string[] {
  const { [name]: urls = [] } = options;
  if (!Array.isArray(urls)) throw noOrigins(name);
  return urls.map((url) => originOf(url, name));
}

function noOrigins(name: string): TypeError {
  return new TypeError(`"${name}" must name http(s) URLs, such as "https://api.example.com"`);
}

function isOneOf(own: readonly string[], url: string): boolean {
  // In a page, a relative URL is one of its own origin.
  const page: { readonly href: string } | undefined = Reflect.get(globalThis, "location");
  return own.includes(parse(url, page?.href)?.origin ?? "");
}

/** Not `URL.canParse`: on Node.js 20 it denies, once it is hot, every URL with an umlaut. */
function parse(url: string, base?: string): URL | undefined {
  return attempt(() => new URL(url, base));
}

function originOf(url: unknown, name: string): string {
  const isText = typeof url === "string" || url instanceof URL;
  const parsed = isText ? parse(String(url)) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) throw noOrigins(name);
  return parsed.origin;
}

const httpLoopback = /^http:\/\/(\[::1\]|127(\.\d+){3}|([^/:]+\.)?localhost)(:\d+)?$/;

/** Whether a request to this URL is unencrypted and stays on this machine. */
export function isHttpLoopback(url: string): boolean {
  return httpLoopback.test(parse(url)?.origin ?? "");
}

/** @throws {TokenError} `insecure_origin` */
export function secureOrigin(url: string): string {
  const origin = originOf(url, "origin");
  if (origin.startsWith("http:") && !httpLoopback.test(origin)) {
    throw new TokenError(
      "insecure_origin",
      `A token would travel readably to ${origin}. Nothing was sent; use https.`,
    );
  }
  return origin;
}

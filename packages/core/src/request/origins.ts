import { TokenError } from "../errors/index.ts";
import { attempt, type OptionRule, wrongOption } from "../values/index.ts";

/** Where an adapter may send its tokens. */
export interface OriginOptions {
  /**
   * The origins that get the token, as `https://api.example.com` or any URL there. `http:` is allowed for
   * loopback only.
   */
  readonly origins?: readonly string[];
  /** `http:` origins that get the token although anybody on the network can read it. Default: none. */
  readonly insecureOrigins?: readonly string[];
}

/** Whether a request to this URL may carry the token. */
export type OriginTest = (url: string) => boolean;

/** For lists of origins. A `*` in a host would match nothing. */
export const originsRule: OptionRule = {
  mustBe: 'a list of http(s) URLs without "*", such as ["https://api.example.com"]',
  isRight: (urls) => Array.isArray(urls) && urls.every(isOriginUrl),
};

function isOriginUrl(url: unknown): boolean {
  const isText = typeof url === "string" || url instanceof URL;
  const { protocol = "", host = "*" } = (isText && parse(String(url))) || {};
  return /^https?:$/.test(protocol) && !host.includes("*");
}

/** Whose options they are, and what holds if they name no origin. */
export interface OriginDefaults {
  /** The adapter's function, for error messages: `authFetch`. */
  readonly caller: string;
  /** The origins if the user gives none. Default: the user must give some. */
  readonly defaultOrigins?: readonly string[] | "of the first request" | undefined;
}

/**
 * @param options that keep to the {@link originsRule}
 * @throws {TypeError} if there is no origin
 * @throws {TokenError} `insecure_origin` for an `http:` origin beyond loopback
 */
export function originTest(
  { caller, defaultOrigins = [] }: OriginDefaults,
  { origins, insecureOrigins = [] }: OriginOptions,
): OriginTest {
  if (typeof defaultOrigins !== "string") {
    return testOf(caller, origins ?? defaultOrigins, insecureOrigins);
  }
  let test =
    origins || insecureOrigins[0] ? testOf(caller, origins ?? [], insecureOrigins) : undefined;
  return (url) => {
    test ??= testOf(caller, [url], []);
    return test(url);
  };
}

function testOf(
  caller: string,
  origins: readonly string[],
  insecureOrigins: readonly string[],
): OriginTest {
  const insecure = insecureOrigins.map(originOf);
  const secure = origins.map(originOf).filter((origin) => !insecure.includes(origin));
  const own = [...insecure, ...secure.map((origin) => secureOrigin(origin, orInsecure))];
  if (own.length === 0) throw wrongOption(caller, "origins", originsRule.mustBe);
  // The slash ends the authority: what follows cannot change the host. This nearly always suffices.
  const prefixes = own.map((origin) => `${origin}/`);
  return (url) =>
    prefixes.some((prefix) => url.startsWith(prefix)) || own.includes(originIn(url) ?? "");
}

/** The origin that a request to this URL goes to. In a page, a relative URL belongs to the page's origin. */
export function originIn(url: string): string | undefined {
  const page: { readonly href: string } | undefined = Reflect.get(globalThis, "location");
  return parse(url, page?.href)?.origin;
}

/** Not `URL.canParse`: once it is optimized, that of Node.js 20 rejects every URL with an umlaut. */
function parse(url: string, base?: string): URL | undefined {
  return attempt(() => new URL(url, base));
}

function originOf(url: string): string {
  return new URL(url).origin;
}

const httpLoopback = /^http:\/\/(\[::1\]|127(\.\d+){3}|([^/:]+\.)?localhost)(:\d+)?$/;

/** The usual way to write such a URL. It is tested first, because parsing a URL takes a microsecond. */
const plainHttpLoopback = /^http:\/\/(\[::1\]|127\.0\.0\.1|localhost)(:\d+)?\//;

/** Whether a request to this URL is unencrypted and stays on this machine. */
export function isHttpLoopback(url: string): boolean {
  return plainHttpLoopback.test(url) || httpLoopback.test(parse(url)?.origin ?? "");
}

const orInsecure = "Use https://, or list the origin in `insecureOrigins`.";

/**
 * The origin of an absolute URL to which a token may be sent.
 *
 * @param fix what the user can do about an insecure one
 * @throws {TokenError} `insecure_origin`
 */
export function secureOrigin(url: string, fix = "Use https://."): string {
  const origin = originOf(url);
  if (origin.startsWith("http:") && !httpLoopback.test(origin)) {
    throw new TokenError(
      "insecure_origin",
      `Refusing to send a token unencrypted to ${origin}. Nothing was sent. ${fix}`,
    );
  }
  return origin;
}

import { TokenError } from "@refresh-once/core";
import { isHttpLoopback } from "@refresh-once/core/adapter";
import type { InternalAxiosRequestConfig } from "axios";

type Config = InternalAxiosRequestConfig;

type BeforeRedirect = NonNullable<Config["beforeRedirect"]>;

/** What the caller has set, of what differs while the request carries the token. */
export interface OwnSettings {
  readonly beforeRedirect: Config["beforeRedirect"];
  readonly proxy: Config["proxy"];
  readonly httpAgent: unknown;
}

/** Keeps the token of an instance's requests within its own origins, in every version of axios. */
export class TokenGuard {
  readonly isOwn: (url: string) => boolean;

  constructor(isOwn: (url: string) => boolean) {
    this.isOwn = isOwn;
  }

  /** Where a request goes; of two places that it may go to, one that is not among the own origins. */
  targetOf({ url = "", baseURL, allowAbsoluteUrls }: Config): string {
    const target = String(url);
    if (!baseURL) return target;
    // The origin is all that counts here: axios joins a relative URL to `baseURL` with a slash.
    const joined = `${baseURL}/`;
    if (!/^([a-z][a-z\d+\-.]*:)?\/\//i.test(target)) return joined;
    // Before 1.8.2, axios ignores `allowAbsoluteUrls`; a URL that is no string is read differently, too.
    const isPlain = typeof url === "string" && (allowAbsoluteUrls ?? true) === true;
    return isPlain || !this.isOwn(target) ? target : joined;
  }

  /** Prepares a request that carries the token. */
  protect(config: Config, url: string): OwnSettings {
    const { beforeRedirect, proxy, httpAgent } = config;
    const own = { beforeRedirect, proxy, httpAgent };
    config.beforeRedirect = beforeRedirect || httpAgent ? this.#redirected(own) : this.#dropToken;
    if (/^\s*https:/i.test(url)) config.httpAgent = refusingAgent;
    // A proxy of the environment could read what need not leave this machine.
    else if (isHttpLoopback(url)) config.proxy ??= false;
    return own;
  }

  /** Before 1.21, axios sends the token on to subdomains. */
  readonly #dropToken: BeforeRedirect = ({ href, headers, agents }) => {
    // A request that a redirect leads to `http:` needs an agent.
    if (agents?.http === refusingAgent && href.startsWith("http:")) delete agents.http;
    if (this.isOwn(href)) return;
    for (const name of Object.keys(headers)) {
      if (/^authorization$/i.test(name)) delete headers[name];
    }
  };

  #redirected({ beforeRedirect, httpAgent }: OwnSettings): BeforeRedirect {
    return (options, ...details) => {
      this.#dropToken(options, ...details);
      if (httpAgent && options.agents) options.agents.http ??= httpAgent;
      beforeRedirect?.(options, ...details);
    };
  }
}

/** Gives the caller its own settings back. */
export function restore(config: Config, own: OwnSettings): void {
  restoreOne(config, own, "beforeRedirect");
  restoreOne(config, own, "proxy");
  restoreOne(config, own, "httpAgent");
}

function restoreOne<Name extends keyof OwnSettings>(config: Config, own: OwnSettings, name: Name) {
  const value = own[name];
  if (value === undefined) delete config[name];
  else config[name] = value;
}

/**
 * Stands in for the agent of unencrypted connections: a request to an `https:` URL uses that only where
 * axios, before 1.16.1, hands the whole request to an `http:` proxy.
 */
const refusingAgent = {
  addRequest() {
    throw new TokenError(
      "insecure_origin",
      "Refusing to send a token to a proxy over unencrypted http://. Nothing was sent. Update axios to 1.16.1 or newer, which opens a tunnel through the proxy; or set `proxy: false` and an `httpsAgent` that does.",
    );
  },
};

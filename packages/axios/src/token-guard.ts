import { TokenError } from "@refresh-once/core";
import { isHttpLoopback } from "@refresh-once/core/adapter";
import type { InternalAxiosRequestConfig } from "axios";

type Config = InternalAxiosRequestConfig;

type BeforeRedirect = NonNullable<Config["beforeRedirect"]>;

/** The caller's settings that are replaced while the request carries the token. */
export interface OwnSettings {
  readonly beforeRedirect: Config["beforeRedirect"];
  readonly proxy: Config["proxy"];
  readonly httpAgent: unknown;
  readonly auth: Config["auth"];
}

/** Keeps the token of an instance's requests within the instance's origins, in every version of axios. */
export class TokenGuard {
  readonly isOwn: (url: string) => boolean;

  /** The last `baseURL`, which is nearly always that of the instance, and a URL under it. */
  #base = { baseURL: "", joined: "/" };

  constructor(isOwn: (url: string) => boolean) {
    this.isOwn = isOwn;
  }

  /** Where a request goes. If it may go to either of two URLs, the one that is not of the own origins. */
  targetOf({ url = "", baseURL, allowAbsoluteUrls }: Config): string {
    const target = String(url);
    if (!baseURL) return target;
    // Only the origin matters here: axios joins a relative URL to `baseURL` with a slash.
    const joined = this.#under(baseURL);
    if (!/^([a-z][a-z\d+\-.]*:)?\/\//i.test(target)) return joined;
    // Before 1.8.2, axios ignores `allowAbsoluteUrls`. It also reads a URL differently that is not a string.
    const isPlain = typeof url === "string" && (allowAbsoluteUrls ?? true) === true;
    return isPlain || !this.isOwn(target) ? target : joined;
  }

  #under(baseURL: string): string {
    if (baseURL !== this.#base.baseURL) this.#base = { baseURL, joined: `${baseURL}/` };
    return this.#base.joined;
  }

  /** Prepares a request that is about to carry the token. */
  protect(config: Config, url: string): OwnSettings {
    const { beforeRedirect, proxy, httpAgent, auth } = config;
    const own = { beforeRedirect, proxy, httpAgent, auth };
    // axios would make an `Authorization` of it, in the place of ours.
    if (auth) delete config.auth;
    config.beforeRedirect = beforeRedirect || httpAgent ? this.#redirected(own) : this.#dropToken;
    if (/^\s*https:/i.test(url)) config.httpAgent = refusingAgent;
    // A proxy from the environment could read a request that need not leave this machine.
    else if (isHttpLoopback(url)) config.proxy ??= false;
    return own;
  }

  /** Before 1.21, axios also sends the token to subdomains that a redirect leads to. */
  readonly #dropToken: BeforeRedirect = ({ href, headers, agents }) => {
    // A request that is redirected to `http:` needs an agent.
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

/** Restores the caller's settings. */
export function restore(config: Config, own: OwnSettings): void {
  restoreOne(config, own, "httpAgent");
  restoreOne(config, own, "proxy");
  restoreOne(config, own, "beforeRedirect");
  if (own.auth) config.auth = own.auth;
}

function restoreOne<Name extends keyof OwnSettings>(config: Config, own: OwnSettings, name: Name) {
  const value = own[name];
  if (value === undefined) delete config[name];
  else config[name] = value;
}

/**
 * Replaces the agent for unencrypted connections. A request to an `https:` URL uses that agent only if
 * axios, before 1.16.1, would send the whole request to an `http:` proxy.
 */
const refusingAgent = {
  addRequest() {
    throw new TokenError(
      "insecure_origin",
      "Refusing to send a token to a proxy over unencrypted http://. Nothing was sent. Update axios to 1.16.1 or newer, which opens a tunnel through the proxy, or set `proxy: false` and an `httpsAgent` that opens one.",
    );
  },
};

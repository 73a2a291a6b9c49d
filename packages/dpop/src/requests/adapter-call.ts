import type { NotSentAgain } from "@refresh-once/core";
import { discardBody, isSingleUseBody } from "@refresh-once/core/adapter";
import type { AdapterOf, RequestOfAdapter } from "./adapter-types.ts";
import { challengesForNonce } from "./nonce-challenge.ts";
import type { ProvableRequest } from "./send-with-proof.ts";

/** A request of axios that is sent with a proof. */
export class AdapterCall<Config extends RequestOfAdapter, HttpResponse>
  implements ProvableRequest<HttpResponse>
{
  readonly unrepeatable: NotSentAgain | undefined;
  readonly #config: Config;
  readonly #adapter: AdapterOf<Config, HttpResponse>;
  /** What the adapter threw for the last response, which `validateStatus` rejected. */
  #rejection: { readonly error: unknown } | undefined;

  constructor(adapter: AdapterOf<Config, HttpResponse>, config: Config) {
    this.#adapter = adapter;
    this.#config = config;
    this.unrepeatable = isSingleUseBody(config.data) ? "body_is_one_shot" : undefined;
  }

  get url(): URL {
    const page: { readonly href: string } | undefined = Reflect.get(globalThis, "location");
    return new URL(fullUrl(this.#config), page?.href);
  }

  get method(): string {
    return (this.#config.method ?? "GET").toUpperCase();
  }

  async send(proof: string): Promise<HttpResponse> {
    this.#rejection = undefined;
    this.#config.headers.set("DPoP", proof);
    try {
      return await this.#adapter(this.#config);
    } catch (error) {
      const response: HttpResponse | undefined = Object(error).response;
      if (!response) throw error;
      this.#rejection = { error };
      return response;
    }
  }

  /** Gives axios what it expects of an adapter: the response, or the error that the adapter made of it. */
  finish(response: HttpResponse): HttpResponse {
    if (this.#rejection) throw this.#rejection.error;
    return response;
  }

  nonceOf(response: HttpResponse): string | undefined {
    const { request } = Object(response);
    const url: unknown = request?.res?.responseUrl ?? request?.responseURL;
    const isElsewhere =
      typeof url === "string" && URL.canParse(url) && new URL(url).origin !== this.url.origin;
    return isElsewhere ? undefined : headerOf(response, "dpop-nonce");
  }

  asksForNonce(response: HttpResponse): boolean {
    const { status } = Object(response);
    return status === 401 && challengesForNonce(headerOf(response, "www-authenticate"));
  }

  /** axios has already read the body, unless `responseType` is `"stream"`. */
  discard(response: HttpResponse): void {
    const { data, request, config } = Object(response);
    const isLimited = (config?.maxContentLength ?? -1) > -1;
    discardBody(data, { isLimited, close: () => request?.destroy?.() });
  }
}

/** As axios joins `baseURL` and `url`. */
function fullUrl({ url = "", baseURL, allowAbsoluteUrls = true }: RequestOfAdapter): string {
  const isAbsolute = /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url);
  if (!baseURL || (isAbsolute && allowAbsoluteUrls)) return url;
  return url ? `${baseURL.replace(/\/?\/$/, "")}/${url.replace(/^\/+/, "")}` : baseURL;
}

/** The headers of a response may be `AxiosHeaders` or a plain object. */
function headerOf(response: unknown, wanted: string): string | undefined {
  const headers: object = Object(Object(response).headers);
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === wanted) ?? [];
  return typeof value === "string" ? value : undefined;
}

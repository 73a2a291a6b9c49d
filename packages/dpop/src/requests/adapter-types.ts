/** The headers of a request, as axios passes them to an adapter (`AxiosHeaders`). */
export interface HeadersOfAdapter {
  /** Returns the value of a header. */
  get(name: string): unknown;
  /** Sets a header. */
  set(name: string, value: string): unknown;
  /** Removes a header. */
  delete(name: string): unknown;
}

/** The parts of a request that are used of what axios passes to an adapter (`InternalAxiosRequestConfig`). */
export interface RequestOfAdapter {
  /** The headers, with the access token. */
  readonly headers: HeadersOfAdapter;
  /** The URL; it may be relative to `baseURL`. */
  readonly url?: string | undefined;
  /** The URL that a relative `url` is joined to. */
  readonly baseURL?: string | undefined;
  /** Whether an absolute `url` replaces `baseURL`. Default: `true`. */
  readonly allowAbsoluteUrls?: boolean | undefined;
  /** The method. Default: `GET`. */
  readonly method?: string | undefined;
  /** The body. */
  readonly data?: unknown;
}

/** An adapter of axios (`AxiosAdapter`). */
export type AdapterOf<Config extends RequestOfAdapter, HttpResponse> = (
  config: Config,
) => Promise<HttpResponse>;

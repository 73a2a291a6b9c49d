/** The headers of a request, as axios passes them to an adapter. */
export interface HeadersOfAdapter {
  get(name: string): unknown;
  set(name: string, value: string): unknown;
  delete(name: string): unknown;
}

/** The parts of a request that are used of what axios passes to an adapter (`InternalAxiosRequestConfig`). */
export interface RequestOfAdapter {
  readonly headers: HeadersOfAdapter;
  readonly url?: string | undefined;
  readonly baseURL?: string | undefined;
  readonly allowAbsoluteUrls?: boolean | undefined;
  readonly method?: string | undefined;
  readonly data?: unknown;
}

/** An adapter of axios (`AxiosAdapter`). */
export type AdapterOf<Config extends RequestOfAdapter, HttpResponse> = (
  config: Config,
) => Promise<HttpResponse>;

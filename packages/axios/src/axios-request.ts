import {
  type AnswerReader,
  type AuthRequest,
  isOneShot,
  type NotSentAgain,
  type TokenSet,
} from "@refresh-once/core";
import {
  type AxiosAdapter,
  type AxiosError,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from "axios";

/** A request that is about to be sent by its adapter, as the policy sees it. */
export class AxiosRequest implements AuthRequest<AxiosResponse> {
  readonly url: string;
  readonly hasOwnAuthorization: boolean;
  readonly unrepeatable: NotSentAgain | undefined;
  readonly #config: InternalAxiosRequestConfig;
  readonly #adapter: AxiosAdapter;
  #signal: AbortSignal | undefined;
  #hasToken = false;
  /** What `validateStatus` has made of the last answer. */
  #rejection: AxiosError | undefined;

  constructor(config: InternalAxiosRequestConfig, adapter: AxiosAdapter) {
    this.#config = config;
    this.#adapter = adapter;
    this.url = targetOf(config);
    this.hasOwnAuthorization = config.headers.has("Authorization") || Boolean(config.auth);
    this.unrepeatable = isOneShot(config.data) ? "body_is_one_shot" : undefined;
  }

  get signal(): AbortSignal | undefined {
    this.#signal ??= signalOf(this.#config);
    return this.#signal;
  }

  send(tokens: TokenSet | undefined): Promise<AxiosResponse> {
    this.#rejection = undefined;
    if (tokens) this.#attach(tokens);
    return this.#adapter(this.#config).catch((error: unknown) => {
      if (!isAxiosError(error) || !error.response) throw error;
      this.#rejection = error;
      return error.response;
    });
  }

  /** Gives axios what it expects of an adapter: an answer, or the error that it has become. */
  readonly finish = (response: AxiosResponse): AxiosResponse => {
    if (this.#rejection) return this.fail(this.#rejection);
    this.#forgetToken(response);
    return response;
  };

  readonly fail = (error: unknown): never => {
    this.#forgetToken(error);
    throw error;
  };

  #attach({ accessToken }: TokenSet): void {
    this.#hasToken = true;
    this.#config.headers.set("Authorization", `Bearer ${accessToken}`);
  }

  /** Configuration and request stay with answers and errors: they shall not carry the token about. */
  #forgetToken(outcome: unknown): void {
    if (!this.#hasToken) return;
    this.#config.headers.delete("Authorization");
    conceal(outcome);
    if (isObject(outcome)) conceal(Reflect.get(outcome, "response"));
  }
}

/**
 * The request of Node's client, or of `fetch`, has the token in its headers. It stays at hand for who
 * asks for it, out of sight of `inspect`, JSON and spreading.
 */
function conceal(outcome: unknown): void {
  if (!isObject(outcome) || !Object.hasOwn(outcome, "request")) return;
  let request: unknown = Reflect.get(outcome, "request");
  Reflect.defineProperty(outcome, "request", {
    get: () => request,
    set: (value: unknown) => {
      request = value;
    },
    enumerable: false,
    configurable: true,
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Reads what axios adapters give. */
export const axiosAnswers: AnswerReader<AxiosResponse> = {
  challengeOf: ({ status, headers }) => (status === 401 ? challengeIn(headers) : undefined),
  /** Node's and a browser's client have each a place of their own for it; a mock's can be relative. */
  urlOf({ request }) {
    const url = request?.res?.responseUrl ?? request?.responseURL;
    return URL.canParse(url) ? url : undefined;
  },
  /** Read already, unless `responseType` is `"stream"`; what axios wraps about that may hold on to it. */
  discard({ data, request }) {
    if (!isOneShot(data)) return;
    Promise.resolve((data.destroy ?? data.cancel)?.call(data)).catch(() => {});
    request?.destroy?.();
  },
};

/** An adapter that is not axios's own may give a plain object, or none. */
function challengeIn(headers: object | undefined): string {
  const [, challenge] =
    Object.entries(headers ?? {}).find(([name]) => /^www-authenticate$/i.test(name)) ?? [];
  return String(challenge ?? "");
}

/** axios has two ways to abort: a signal, of whatever make, and its old `CancelToken`. */
function signalOf({ signal, cancelToken }: InternalAxiosRequestConfig): AbortSignal | undefined {
  if (!cancelToken) return isAbortSignal(signal) ? signal : undefined;
  const controller = new AbortController();
  const abort = () => controller.abort();
  cancelToken.promise.then(abort);
  signal?.addEventListener?.("abort", abort);
  if (signal?.aborted || cancelToken.reason) abort();
  return controller.signal;
}

function isAbortSignal(signal: unknown): signal is AbortSignal {
  return isObject(signal) && "addEventListener" in signal;
}

/** The origin is all that counts here: axios joins a relative URL to `baseURL` with a slash. */
function targetOf({ url = "", baseURL, allowAbsoluteUrls }: InternalAxiosRequestConfig): string {
  const isAbsolute = /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url);
  return baseURL && !(isAbsolute && allowAbsoluteUrls !== false) ? `${baseURL}/` : url;
}

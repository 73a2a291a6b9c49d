import { type AnswerReader, type AuthRequest, isOneShot, type TokenSet } from "@refresh-once/core";
import {
  type AxiosAdapter,
  type AxiosError,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from "axios";

/** What an adapter gave: a 401 is an answer, whatever `validateStatus` makes of it. */
export type AxiosAnswer = AxiosResponse | Unauthorized;

interface Unauthorized extends AxiosError {
  response: AxiosResponse;
}

/** A request that is about to be sent by its adapter, as the policy sees it. */
export class AxiosRequest implements AuthRequest<AxiosAnswer> {
  readonly url: string;
  readonly hasOwnAuthorization: boolean;
  readonly isRepeatable: boolean;
  readonly #config: InternalAxiosRequestConfig;
  readonly #adapter: AxiosAdapter;

  constructor(config: InternalAxiosRequestConfig, adapter: AxiosAdapter) {
    this.#config = config;
    this.#adapter = adapter;
    this.url = targetOf(config);
    this.hasOwnAuthorization = config.headers.has("Authorization") || Boolean(config.auth);
    this.isRepeatable = !isOneShot(config.data);
  }

  get signal(): AbortSignal | undefined {
    const { signal } = this.#config;
    return signal instanceof AbortSignal ? signal : undefined;
  }

  send(tokens: TokenSet | undefined): Promise<AxiosAnswer> {
    if (tokens) this.#config.headers.set("Authorization", `Bearer ${tokens.accessToken}`);
    return this.#adapter(this.#config).catch((error: unknown) => {
      if (isUnauthorized(error)) return error;
      throw error;
    });
  }

  /** Back to what axios expects of an adapter. */
  readonly finish = (answer: AxiosAnswer): AxiosResponse => {
    if ("response" in answer) return this.fail(answer);
    this.#forgetToken();
    return answer;
  };

  readonly fail = (error: unknown): never => {
    this.#forgetToken();
    throw error;
  };

  /** The configuration stays with answers and errors: it shall not carry the token about. */
  #forgetToken(): void {
    if (!this.hasOwnAuthorization) this.#config.headers.delete("Authorization");
  }
}

/** Reads what axios adapters give. */
export const axiosAnswers: AnswerReader<AxiosAnswer> = {
  challengeOf(answer) {
    const { status, headers } = "response" in answer ? answer.response : answer;
    return status === 401 ? String(headers["www-authenticate"] ?? "") : undefined;
  },
  /** Node's and a browser's client have each a place of their own for it. */
  urlOf(answer) {
    const { request } = "response" in answer ? answer.response : answer;
    return request?.res?.responseUrl ?? request?.responseURL;
  },
  /** Read already, unless `responseType` is `"stream"`. */
  discard(answer) {
    const { data } = "response" in answer ? answer.response : answer;
    if (isOneShot(data)) (data.destroy ?? data.cancel)?.call(data);
  },
};

function isUnauthorized(error: unknown): error is Unauthorized {
  return isAxiosError(error) && error.response?.status === 401;
}

/** The origin is all that counts here: axios joins a relative URL to `baseURL` with a slash. */
function targetOf({ url = "", baseURL, allowAbsoluteUrls }: InternalAxiosRequestConfig): string {
  const isAbsolute = /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url);
  return baseURL && !(isAbsolute && allowAbsoluteUrls !== false) ? `${baseURL}/` : url;
}

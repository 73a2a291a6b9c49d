import { isTokenError, type NotSentAgain, type TokenSet } from "@refresh-once/core";
import { type AuthRequest, isSingleUseBody } from "@refresh-once/core/adapter";
import {
  type AxiosAdapter,
  type AxiosError,
  type AxiosHeaderValue,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from "axios";
import { withConfig } from "./plugin-error.ts";
import { type OwnSettings, restore, type TokenGuard } from "./token-guard.ts";
import { limitWait, type WaitLimit } from "./wait-limit.ts";

type Config = InternalAxiosRequestConfig;

/** Describes a request that an axios adapter is about to send to the policy. */
export class AxiosRequest implements AuthRequest<AxiosResponse> {
  readonly url: string;
  readonly hasOwnAuthorization: boolean;
  readonly unrepeatable: NotSentAgain | undefined;
  readonly #config: Config;
  readonly #adapter: AxiosAdapter;
  readonly #guard: TokenGuard;
  /** Set while the request carries the token. */
  #ownSettings: OwnSettings | undefined;
  /** The `Authorization` that the token replaces. */
  #ownAuthorization: AxiosHeaderValue | undefined;
  #wait: WaitLimit | undefined;
  /** The error that `validateStatus` made of the last response. */
  #rejection: AxiosError | undefined;

  constructor(config: Config, adapter: AxiosAdapter, guard: TokenGuard) {
    this.#config = config;
    this.#adapter = adapter;
    this.#guard = guard;
    this.url = guard.targetOf(config);
    this.hasOwnAuthorization = config.headers.has("Authorization") || Boolean(config.auth);
    this.unrepeatable = isSingleUseBody(config.data) ? "body_is_one_shot" : undefined;
  }

  /** It is read only if the call has to wait. The wait ends with the next send, or with the call. */
  get signal(): AbortSignal | undefined {
    this.#wait ??= limitWait(this.#config);
    return this.#wait.signal;
  }

  send(tokens: TokenSet | undefined): Promise<AxiosResponse> {
    this.#endWait();
    this.#rejection = undefined;
    if (tokens) this.#attach(tokens);
    return this.#adapter(this.#config).catch((error: unknown) => {
      if (!isAxiosError(error) || isTokenError(error) || !error.response) throw error;
      this.#rejection = error;
      return error.response;
    });
  }

  /** Gives axios what it expects of an adapter: a response, or the error that it became. */
  readonly finish = (response: AxiosResponse): AxiosResponse => {
    if (this.#rejection) return this.fail(this.#rejection);
    this.#endWait();
    this.#forgetToken(response);
    return response;
  };

  readonly fail = (error: unknown): never => {
    this.#endWait();
    this.#forgetToken(error);
    throw isTokenError(error) ? withConfig(error, this.#config) : error;
  };

  #endWait(): void {
    this.#wait?.release();
    this.#wait = undefined;
  }

  #attach({ accessToken }: TokenSet): void {
    const { headers } = this.#config;
    if (this.hasOwnAuthorization) this.#ownAuthorization ??= headers.get("Authorization");
    headers.set("Authorization", `Bearer ${accessToken}`);
    this.#ownSettings ??= this.#guard.protect(this.#config, this.url);
  }

  /** Responses and errors refer to the configuration and the request, which must not keep the token. */
  #forgetToken(outcome: unknown): void {
    if (!this.#ownSettings) return;
    const { headers } = this.#config;
    headers.delete("Authorization");
    if (this.#ownAuthorization) headers.set("Authorization", this.#ownAuthorization);
    restore(this.#config, this.#ownSettings);
    conceal(outcome);
  }
}

/** Hides the requests of a response or an error, of the error's response, and of its cause (axios 1.13). */
function conceal(outcome: unknown, depth = 3): void {
  if (!isObject(outcome) || depth === 0) return;
  concealRequest(outcome);
  conceal(Reflect.get(outcome, "response"), depth - 1);
  conceal(Reflect.get(outcome, "cause"), depth - 1);
}

/**
 * The request of Node.js, or of `fetch`, has the token in its headers. It can still be read, but `inspect`,
 * JSON and object spread do not see it.
 */
function concealRequest(outcome: object): void {
  if (!Object.hasOwn(outcome, "request")) return;
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

import { isTokenError, type NotSentAgain, type TokenSet } from "@refresh-once/core";
import { type AuthRequest, isSingleUseBody } from "@refresh-once/core/adapter";
import {
  type AxiosAdapter,
  type AxiosError,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from "axios";
import { withConfig } from "./plugin-error.ts";
import { type OwnSettings, restore, type TokenGuard } from "./token-guard.ts";
import { limitWait, type WaitLimit } from "./wait-limit.ts";

type Config = InternalAxiosRequestConfig;

/** A request that is about to be sent by its adapter, as the policy sees it. */
export class AxiosRequest implements AuthRequest<AxiosResponse> {
  readonly url: string;
  readonly hasOwnAuthorization: boolean;
  readonly unrepeatable: NotSentAgain | undefined;
  readonly #config: Config;
  readonly #adapter: AxiosAdapter;
  readonly #guard: TokenGuard;
  /** There while the request carries the token. */
  #ownSettings: OwnSettings | undefined;
  #wait: WaitLimit | undefined;
  /** What `validateStatus` has made of the last answer. */
  #rejection: AxiosError | undefined;

  constructor(config: Config, adapter: AxiosAdapter, guard: TokenGuard) {
    this.#config = config;
    this.#adapter = adapter;
    this.#guard = guard;
    this.url = guard.targetOf(config);
    this.hasOwnAuthorization = config.headers.has("Authorization") || Boolean(config.auth);
    this.unrepeatable = isSingleUseBody(config.data) ? "body_is_one_shot" : undefined;
  }

  /** Asked for only when there is something to wait for; the wait ends with the next send, or the call. */
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

  /** Gives axios what it expects of an adapter: an answer, or the error that it has become. */
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
    this.#config.headers.set("Authorization", `Bearer ${accessToken}`);
    this.#ownSettings ??= this.#guard.protect(this.#config, this.url);
  }

  /** Configuration and request stay with answers and errors: they must not carry the token about. */
  #forgetToken(outcome: unknown): void {
    if (!this.#ownSettings) return;
    this.#config.headers.delete("Authorization");
    restore(this.#config, this.#ownSettings);
    conceal(outcome);
  }
}

/** Of an answer or an error, with the answer of an error, and the error behind it (axios 1.13). */
function conceal(outcome: unknown, depth = 3): void {
  if (!isObject(outcome) || depth === 0) return;
  concealRequest(outcome);
  conceal(Reflect.get(outcome, "response"), depth - 1);
  conceal(Reflect.get(outcome, "cause"), depth - 1);
}

/**
 * The request of Node's client, or of `fetch`, has the token in its headers. It stays at hand for who
 * asks for it, out of sight of `inspect`, JSON and spreading.
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

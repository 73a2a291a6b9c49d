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
import { concealError, concealedResponse } from "./conceal.ts";
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
    this.hasOwnAuthorization = hasAuthorization(config);
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
    return this.#adapter(this.#config).then(
      (response) => (this.#ownSettings ? concealedResponse(response) : response),
      (error: unknown) => {
        if (!isAxiosError(error) || isTokenError(error) || !error.response) throw error;
        this.#rejection = error;
        return error.response;
      },
    );
  }

  /** Gives axios what it expects of an adapter: a response, or the error that it became. */
  readonly finish = (response: AxiosResponse): AxiosResponse => {
    if (this.#rejection) return this.fail(this.#rejection);
    this.#endWait();
    this.#forgetToken();
    return response;
  };

  readonly fail = (error: unknown): never => {
    this.#endWait();
    if (this.#forgetToken()) concealError(error);
    throw isTokenError(error) ? withConfig(error, this.#config) : error;
  };

  #endWait(): void {
    this.#wait?.release();
    this.#wait = undefined;
  }

  #attach({ accessToken }: TokenSet): void {
    const { headers } = this.#config;
    const value = `Bearer ${accessToken}`;
    if (this.hasOwnAuthorization) {
      this.#ownAuthorization ??= headers.get("Authorization");
      headers.set("Authorization", value);
    } else headers[authorizationIn(headers) ?? "Authorization"] = value;
    this.#ownSettings ??= this.#guard.protect(this.#config, this.url);
  }

  /**
   * Removes the token from the configuration, which stays with responses and errors.
   *
   * @returns whether the configuration had it, so that the request still has it
   */
  #forgetToken(): boolean {
    if (!this.#ownSettings) return false;
    const { headers } = this.#config;
    const name = authorizationIn(headers);
    if (name) delete headers[name];
    if (this.#ownAuthorization) headers.set("Authorization", this.#ownAuthorization);
    restore(this.#config, this.#ownSettings);
    return true;
  }
}

function hasAuthorization({ headers, auth }: Config): boolean {
  const name = authorizationIn(headers);
  return (name !== undefined && headers[name] !== undefined) || Boolean(auth);
}

/** The name as it is spelt in these headers. The methods of `AxiosHeaders` take several times as long. */
function authorizationIn(headers: Config["headers"]): string | undefined {
  return Object.keys(headers).find(
    (name) => name.length === "authorization".length && /^authorization$/i.test(name),
  );
}

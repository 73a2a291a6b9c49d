import type { TokenManager } from "@refresh-once/core";
import { type AuthOptions, AuthPolicy, wrongOption } from "@refresh-once/core/adapter";
import {
  type AxiosInstance,
  type AxiosResponse,
  getAdapter,
  type InternalAxiosRequestConfig,
} from "axios";
import { AxiosRequest } from "./axios-request.ts";
import { axiosResponses } from "./axios-responses.ts";
import { TokenGuard } from "./token-guard.ts";

/** Options of {@link attachAuth}. */
export interface AttachAuthOptions extends AuthOptions<AxiosResponse> {
  /** The origins that get the token. Default: the origin of the instance's `baseURL`. */
  readonly origins?: readonly string[];
}

const attached = Symbol.for("@refresh-once/attached");

/**
 * Makes an axios instance attach the access token to requests of its origins. After a 401 it refreshes
 * the token and sends the request once more. Interceptors and transforms run once per call.
 *
 * @returns a function that detaches the tokens from the instance
 * @throws {TypeError} that names a wrong argument or option; if there is neither `baseURL` nor `origins`;
 * if the instance already has tokens attached
 * @throws {TokenError} `insecure_origin` for an `http:` origin beyond loopback
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-2.1 RFC 6750 §2.1}
 * @example
 * ```ts
 * import { attachAuth } from "@refresh-once/axios";
 * import { createTokenManager } from "@refresh-once/core";
 * import { fileStore } from "@refresh-once/core/file";
 * import { oroBank } from "@refresh-once/providers";
 * import axios from "axios";
 *
 * const tokens = createTokenManager({
 *   refresh: oroBank(),
 *   store: fileStore("/var/lib/my-service/oro.json"),
 * });
 * const bank = axios.create({ baseURL: "https://api.bank.place" });
 * attachAuth(bank, tokens);
 * const { data } = await bank.get("/accounts");
 * ```
 */
export function attachAuth(
  instance: AxiosInstance,
  tokens: TokenManager,
  options?: AttachAuthOptions,
): () => void {
  checkInstance(instance);
  const policy = new AuthPolicy({
    caller,
    tokens,
    reader: axiosResponses,
    options,
    defaultOrigins: defaultOrigins(instance, options),
  });
  const guard = new TokenGuard(policy.isOwn);

  // The adapter is the innermost layer: the request it gets is final, and is sent twice unchanged.
  const wrapAdapter = (config: InternalAxiosRequestConfig): InternalAxiosRequestConfig => {
    const { adapter } = config;
    config.adapter = (final) => {
      if (adapter) final.adapter = adapter;
      const request = new AxiosRequest(final, getAdapter(adapter, final), guard);
      try {
        return policy.exchange(request).then(request.finish, request.fail);
      } catch (error) {
        return request.fail(error);
      }
    };
    return config;
  };

  const id = instance.interceptors.request.use(wrapAdapter, null, { synchronous: true });
  Object.defineProperty(instance, attached, { value: id, configurable: true });
  return () => {
    instance.interceptors.request.eject(id);
    Reflect.deleteProperty(instance, attached);
  };
}

const caller = "attachAuth";

function checkInstance(instance: AxiosInstance): void {
  if (!instance?.interceptors) {
    throw wrongOption(caller, "instance", "an axios instance, such as axios.create({ baseURL })");
  }
  if (attached in instance) {
    throw wrongOption(
      caller,
      "instance",
      "one that does not have tokens already; detach those by what attachAuth() returned, or create another instance",
    );
  }
}

function defaultOrigins(
  { defaults: { baseURL } }: AxiosInstance,
  { origins, insecureOrigins }: AttachAuthOptions = {},
): readonly string[] {
  if (baseURL && URL.canParse(baseURL)) return [baseURL];
  if (origins || insecureOrigins) return [];
  throw wrongOption(caller, "baseURL", 'an absolute URL of the axios instance; or pass "origins"');
}

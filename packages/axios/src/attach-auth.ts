import type { TokenManager } from "@refresh-once/core";
import { type AuthOptions, AuthPolicy } from "@refresh-once/core/adapter";
import {
  type AxiosInstance,
  type AxiosResponse,
  getAdapter,
  type InternalAxiosRequestConfig,
} from "axios";
import { axiosAnswers } from "./axios-answers.ts";
import { AxiosRequest } from "./axios-request.ts";
import { TokenGuard } from "./token-guard.ts";

/** Options of {@link attachAuth}. */
export interface AttachAuthOptions extends AuthOptions<AxiosResponse> {
  /** Origins that get the token. Default: that of the instance's `baseURL`. */
  readonly origins?: readonly string[];
}

const attached = Symbol("refresh-once");

/**
 * Makes an axios instance attach the access token to requests of its origins, and on a 401 refresh
 * and send once more. Interceptors and transforms run once a call.
 *
 * @returns what takes it off again
 * @throws {TypeError} when an option is wrong, there is neither `baseURL` nor `origins`, or the
 * instance has this already
 * @throws {TokenError} `insecure_origin` for an `http:` origin beyond loopback
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-2.1 RFC 6750 §2.1}
 */
export function attachAuth(
  instance: AxiosInstance,
  tokens: TokenManager,
  options: AttachAuthOptions = {},
): () => void {
  if (attached in instance) throw new TypeError("attachAuth: this axios instance has it already");
  const { baseURL } = instance.defaults;
  const policy = new AuthPolicy(tokens, axiosAnswers, {
    ...(baseURL && { origins: [baseURL] }),
    ...options,
  });
  const guard = new TokenGuard(policy.isOwn);

  // The adapter is the innermost place: whatever the request has become by then is sent twice alike.
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

import type { RefreshFunction, TokenReply } from "@refresh-once/core";
import type { AuthorizationServer } from "@refresh-once/testing";
import ky from "ky";
import { ofetch } from "ofetch";
import { refreshByAxios } from "../../src/scenario/index.ts";

/** The grant at a server, as a user writes it over an HTTP client. */
type UserRefresh = (server: AuthorizationServer) => RefreshFunction<TokenReply>;

/** What is sent, and where. */
interface Grant {
  readonly url: string;
  readonly body: URLSearchParams;
  readonly signal: AbortSignal;
}

function byForm(send: (grant: Grant) => Promise<TokenReply>): UserRefresh {
  return (server) =>
    (current, { signal }) =>
      send({
        url: server.tokenUrl("rfc6749"),
        body: new URLSearchParams({
          grant_type: "refresh_token",
          refresh_token: current?.refreshToken ?? "",
          ...clientOf(server),
        }),
        signal,
      });
}

function clientOf({ client: { clientId, clientSecret } }: AuthorizationServer) {
  return { client_id: clientId, client_secret: clientSecret };
}

/** Each tells of a 400 in its own way. */
export const userRefreshes: readonly (readonly [string, UserRefresh])[] = [
  [
    "axios",
    (server) => refreshByAxios({ url: server.tokenUrl("rfc6749"), form: clientOf(server) }),
  ],
  [
    "ky",
    // Without this it would send again by itself what was not answered.
    byForm(({ url, body, signal }) => ky.post(url, { body, signal, retry: 0 }).json()),
  ],
  ["ofetch", byForm(({ url, ...init }) => ofetch(url, { method: "POST", ...init, retry: 0 }))],
  [
    "an error as got makes it",
    byForm(async ({ url, ...init }) => {
      const response = await fetch(url, { method: "POST", ...init });
      const body = await response.text();
      if (response.ok) return JSON.parse(body);
      const name = "HTTPError";
      const code = "ERR_NON_2XX_3XX_RESPONSE";
      const { status: statusCode } = response;
      throw Object.assign(new Error(`Response code ${statusCode}`), {
        ...{ name, code, response: { statusCode, body, headers: {} } },
      });
    }),
  ],
  [
    "an error as openid-client makes it",
    byForm(async ({ url, ...init }) => {
      const response = await fetch(url, { method: "POST", ...init });
      const { status } = response;
      const cause = await response.clone().json();
      if (response.ok) return cause;
      const { error } = cause;
      const message = "server responded with an error in the response body";
      throw Object.assign(new Error(message, { cause }), {
        ...{
          name: "ResponseBodyError",
          code: "OAUTH_RESPONSE_BODY_ERROR",
          error,
          status,
          response,
        },
      });
    }),
  ],
];

import { errorsIn } from "../errors/index.ts";
import { isObject, parseJson, propertyOf, textOf } from "../values/index.ts";
import { oauthCode, retryAfter } from "./oauth-failure.ts";

/** An error response of the token endpoint that an HTTP client has thrown as an exception. */
export interface ThrownResponse {
  readonly status?: number | undefined;
  readonly error?: string | undefined;
  readonly body?: string | undefined;
  readonly retryAt?: number | undefined;
}

/** Longer than any error response of a token endpoint, in characters. */
const maxLength = 64 * 1024;

/** The properties with the body or its text: `data` in axios and gaxios, `body` in got, `_data` in ofetch. */
const bodyProperties = ["data", "body", "_data"] as const;

/**
 * Finds the response of the token endpoint in the exception of a refresh function: in the error itself, in its
 * `response`, or in its causes. This works for axios, gaxios, got, ky, ofetch, openid-client and oauth4webapi.
 *
 * @returns `undefined` if there is none, so that the outcome of the request is unknown
 */
export async function findThrownResponse(thrown: unknown): Promise<ThrownResponse | undefined> {
  for (const error of errorsIn(thrown)) {
    const found = await responseIn(error).catch(() => undefined);
    if (found) return found;
  }
  return undefined;
}

async function responseIn(error: object): Promise<ThrownResponse | undefined> {
  const response = propertyOf(error, "response");
  const status = statusOf(response) ?? statusOf(error);
  const body = await bodyOf(error, response);
  const code = errorParameter(error) ?? errorParameter(body);
  // Without a status, `error` may be any text, such as "socket hang up", so the code must be a registered one.
  if (status === undefined && oauthCode(code) === undefined) return undefined;
  return {
    status,
    error: code,
    body: typeof body === "string" ? body : undefined,
    retryAt: retryAfter(headerOf(response) ?? headerOf(error)),
  };
}

/** Finds the body in the response or in the error. ky 1 and openid-client do not read the body of a `Response`. */
async function bodyOf(error: object, response: unknown): Promise<unknown> {
  for (const from of [response, error]) {
    for (const name of bodyProperties) {
      const value = propertyOf(from, name);
      if (typeof value === "string" || isErrorBody(value)) return value;
    }
  }
  const unread = [response, error].find(isUnread);
  return (await unread?.text())?.slice(0, maxLength);
}

function isErrorBody(value: unknown): boolean {
  return isObject(value) && errorParameter(value) !== undefined;
}

function isUnread(response: unknown): response is Response {
  return (
    propertyOf(response, "bodyUsed") === false && typeof propertyOf(response, "text") === "function"
  );
}

/** Returns the `error` parameter (RFC 6749 §5.2) of a parsed body, or of its text. */
function errorParameter(body: unknown): string | undefined {
  return textOf(typeof body === "string" ? parseJson(body) : body, "error");
}

function statusOf(from: unknown): number | undefined {
  const statuses = ["status", "statusCode"].map((name) => propertyOf(from, name));
  return statuses.find(
    (status): status is number => typeof status === "number" && status >= 400 && status < 600,
  );
}

function headerOf(from: unknown): string | undefined {
  const headers = propertyOf(from, "headers");
  const get = propertyOf(headers, "get");
  if (typeof get !== "function") return textOf(headers, "retry-after");
  const value: unknown = get.call(headers, "retry-after");
  return typeof value === "string" ? value : undefined;
}

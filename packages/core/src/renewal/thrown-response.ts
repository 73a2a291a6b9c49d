import { errorsIn } from "../errors/index.ts";
import { attempt, isObject, parseJson } from "../values/index.ts";
import { oauthCode, retryAfter } from "./oauth-failure.ts";

/** The answer of a token endpoint that a user's HTTP client has turned into an exception. */
export interface ThrownAnswer {
  readonly status?: number | undefined;
  readonly error?: string | undefined;
  readonly body?: string | undefined;
  readonly retryAt?: number | undefined;
}

/** Longer than any error of a token endpoint, in characters. */
const longest = 64 * 1024;

/** Where clients put a parsed body, or its text: axios and gaxios `data`, got `body`, ofetch `_data`. */
const bodies = ["data", "body", "_data"] as const;

/**
 * Finds the answer in what a refresh function threw: in the error itself, in its `response`, or in its
 * causes. That covers axios, gaxios, got, ky, ofetch, openid-client and oauth4webapi.
 *
 * @returns `undefined` if there is none: then nobody knows what the token endpoint said
 */
export async function thrownAnswer(thrown: unknown): Promise<ThrownAnswer | undefined> {
  for (const error of errorsIn(thrown)) {
    const found = await answerIn(error).catch(() => undefined);
    if (found) return found;
  }
  return undefined;
}

async function answerIn(error: object): Promise<ThrownAnswer | undefined> {
  const response = propertyOf(error, "response");
  const status = statusOf(response) ?? statusOf(error);
  const body = await bodyOf(error, response);
  const code = errorParameter(error) ?? errorParameter(body);
  // Without a status, any text could be in `error`: "socket hang up".
  if (status === undefined && oauthCode(code) === undefined) return undefined;
  return {
    status,
    error: code,
    body: typeof body === "string" ? body : undefined,
    retryAt: retryAfter(headerOf(response) ?? headerOf(error)),
  };
}

/** In the error or its response. ky 1 and openid-client leave the body of a `Response` unread. */
async function bodyOf(error: object, response: unknown): Promise<unknown> {
  for (const from of [response, error]) {
    for (const name of bodies) {
      const value = propertyOf(from, name);
      if (typeof value === "string" || isPlain(value)) return value;
    }
  }
  const unread = [response, error].find(isUnread);
  return (await unread?.text())?.slice(0, longest);
}

function isPlain(value: unknown): boolean {
  return isObject(value) && errorParameter(value) !== undefined;
}

function isUnread(response: unknown): response is Response {
  return (
    isObject(response) &&
    Reflect.get(response, "bodyUsed") === false &&
    typeof Reflect.get(response, "text") === "function"
  );
}

/** The `error` parameter of RFC 6749 §5.2, in a parsed body or in its text. */
function errorParameter(body: unknown): string | undefined {
  const parsed = typeof body === "string" ? parseJson(body) : body;
  const error = propertyOf(parsed, "error");
  return typeof error === "string" ? error : undefined;
}

function statusOf(from: unknown): number | undefined {
  const statuses = ["status", "statusCode"].map((name) => propertyOf(from, name));
  return statuses.find(
    (status): status is number => typeof status === "number" && status >= 400 && status < 600,
  );
}

function headerOf(from: unknown): string | undefined {
  const headers = propertyOf(from, "headers");
  if (!isObject(headers)) return undefined;
  const get = propertyOf(headers, "get");
  const value: unknown =
    typeof get === "function"
      ? get.call(headers, "retry-after")
      : propertyOf(headers, "retry-after");
  return typeof value === "string" ? value : undefined;
}

function propertyOf(from: unknown, name: string): unknown {
  return isObject(from) ? attempt(() => Reflect.get(from, name)) : undefined;
}

import { isObject } from "../values/index.ts";

/**
 * Why a request was not retried although its response rejected the token.
 *
 * - `body_is_one_shot`: its body is a stream, which can be read only once.
 * - `body_was_not_kept`: its body is that of a `Request`, and it is too large to be copied, or it had not
 *   ended yet.
 * - `token_is_new`: the token was just issued, and its cool-down has not passed.
 */
export type NotSentAgain = "body_is_one_shot" | "body_was_not_kept" | "token_is_new";

const reason = Symbol.for("@refresh-once/not-sent-again");

/**
 * Tells why the request of a 401 was not retried. Except for `token_is_new`, the tokens were renewed
 * nevertheless, and the next request works.
 *
 * @param response a `Response`, or an axios response (`error.response`)
 * @returns `undefined` if it was retried, or there was no reason to
 * @example
 * ```ts
 * import { whyNotSentAgain } from "@refresh-once/core";
 *
 * // `upload` must open a new stream each time.
 * export async function uploadWithRetry(upload: () => Promise<Response>): Promise<Response> {
 *   const response = await upload();
 *   return whyNotSentAgain(response) === "body_is_one_shot" ? upload() : response;
 * }
 * ```
 */
export function whyNotSentAgain(response: unknown): NotSentAgain | undefined {
  if (!isObject(response)) return undefined;
  return Reflect.get(response, reason);
}

/** Marks a response, so that {@link whyNotSentAgain} can tell the reason. */
export function notSentAgain<HttpResponse>(
  response: HttpResponse,
  why: NotSentAgain,
): HttpResponse {
  if (isObject(response)) Reflect.defineProperty(response, reason, { value: why });
  return response;
}

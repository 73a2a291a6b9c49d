import { isObject } from "../values/index.ts";

/**
 * Why a request was not sent a second time, although its 401 spoke of the token.
 *
 * - `body_is_one_shot`: its body is a stream, which can be read but once.
 * - `body_was_not_kept`: that of a `Request`, too large to keep a copy, or not at its end yet.
 * - `token_is_new`: the token was just issued, and its cool-down runs.
 */
export type NotSentAgain = "body_is_one_shot" | "body_was_not_kept" | "token_is_new";

const reason = Symbol.for("@refresh-once/not-sent-again");

/**
 * Tells why the request of an answer was not sent a second time. The tokens were renewed all the
 * same, but for `token_is_new`: the next request works.
 *
 * @param answer a `Response`, or an axios response (`error.response`)
 * @returns `undefined` where it was sent again, or there was no reason to
 */
export function whyNotSentAgain(answer: unknown): NotSentAgain | undefined {
  if (!isObject(answer)) return undefined;
  return Reflect.get(answer, reason);
}

/** Has {@link whyNotSentAgain} tell it. */
export function notSentAgain<Answer>(answer: Answer, why: NotSentAgain): Answer {
  if (isObject(answer)) Reflect.defineProperty(answer, reason, { value: why });
  return answer;
}

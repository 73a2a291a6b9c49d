import { attempt } from "./attempt.ts";

/** The value of a JSON text; `undefined` when it is none. */
export function parseJson(text: string): unknown {
  return attempt(() => JSON.parse(text));
}

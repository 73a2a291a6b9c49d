import { attempt } from "./attempt.ts";

/** Parses a JSON text; returns `undefined` if it is not valid JSON. */
export function parseJson(text: string): unknown {
  return attempt(() => JSON.parse(text));
}

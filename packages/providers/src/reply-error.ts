import { parseJson } from "@refresh-once/core/adapter";
import { fieldAt, type Json, objectIn } from "./reply-fields.ts";

/** How a provider names the errors of its token endpoint. */
export interface ErrorNames {
  /** Where the name of an error is in a reply, as a dotted path. */
  readonly path: string;
  /** Names that mean a dead refresh token; `undefined` if the request contained no refresh token. */
  readonly deadErrors: readonly string[] | undefined;
}

/** Where the standard has the name of an error. */
export const standardErrors: ErrorNames = { path: "error", deadErrors: undefined };

/** The error in the body of a failed reply; `undefined` if the body is not a JSON object. */
export function errorIn(text: string, names: ErrorNames): unknown {
  const json = objectIn(parseJson(text));
  return json && errorOf(json, names);
}

/**
 * The error of a reply. Some providers send the standard's `error` as well, with a less exact name, so the
 * provider's own name of a dead refresh token comes first.
 */
export function errorOf(json: Json, { path, deadErrors = [] }: ErrorNames): unknown {
  const named = fieldAt(json, path).value;
  const isDead = deadErrors.some((name) => name === named);
  return isDead || typeof json.error !== "string" ? named : json.error;
}

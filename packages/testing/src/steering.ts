import { jsonReply, type Reply } from "./http/reply.ts";

/** The parameters in the query of a resource request, by which a test controls the reply. */
export interface Steering {
  /** The delay of the reply, ms. */
  readonly delay: number;
  /** Whether to reply 401 to any token. */
  readonly always401: boolean;
  /** Whether to reply 401 with `insufficient_scope` to a valid token. */
  readonly insufficientScope: boolean;
  /** The minimum size of the reply's body, in bytes. */
  readonly size: number;
  /** The absolute URL of a redirect. */
  readonly redirect: string | undefined;
}

/** The parameters of a request, or the reply to invalid ones. */
export type ReadSteering =
  | { readonly kind: "steering"; readonly steering: Steering }
  | { readonly kind: "invalid"; readonly reply: Reply };

const longestDelay = 2 ** 31 - 1;
const largestSize = 64 * 1024 * 1024;

/** Reads the parameters `delay`, `status`, `insufficient_scope`, `size` and `redirect`. */
export function readSteering(path: string): ReadSteering {
  const question = path.indexOf("?");
  const query = new URLSearchParams(question < 0 ? "" : path.slice(question + 1));
  const delay = wholeNumber(query.get("delay"), longestDelay);
  const size = wholeNumber(query.get("size"), largestSize);
  const status = query.get("status");
  const target = query.get("redirect");
  if (delay === undefined) return invalid("delay");
  if (size === undefined) return invalid("size");
  if (status !== null && status !== "401") return invalid("status");
  if (target !== null && !URL.canParse(target)) return invalid("redirect");
  const steering = {
    delay,
    size,
    always401: status === "401",
    insufficientScope: query.get("insufficient_scope") === "1",
    redirect: target === null ? undefined : new URL(target).href,
  };
  return { kind: "steering", steering };
}

function wholeNumber(text: string | null, most: number): number | undefined {
  if (text === null) return 0;
  const value = Number(text);
  return /^\d+$/.test(text) && value <= most ? value : undefined;
}

function invalid(parameter: string): ReadSteering {
  const description = `The query parameter "${parameter}" is invalid.`;
  const reply = jsonReply(400, { error: "invalid_request", error_description: description });
  return { kind: "invalid", reply };
}

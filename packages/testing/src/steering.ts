import { jsonReply, type Reply } from "./http/reply.ts";

/** What the query of a resource request asks of the server. */
export interface Steering {
  /** Milliseconds between arrival and answer. */
  readonly delay: number;
  /** Answer 401 whatever the token. */
  readonly always401: boolean;
  /** Answer 401 with `insufficient_scope` to a token that is alive. */
  readonly insufficientScope: boolean;
  /** Size of the answer's body in bytes, at least. */
  readonly size: number;
  /** Absolute URL to send the client to, instead of an answer. */
  readonly redirect: string | undefined;
}

/** The steering of a request, or the reply to one that cannot be understood. */
export type ReadSteering =
  | { readonly kind: "steering"; readonly steering: Steering }
  | { readonly kind: "unfit"; readonly reply: Reply };

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
  if (delay === undefined) return unfit("delay");
  if (size === undefined) return unfit("size");
  if (status !== null && status !== "401") return unfit("status");
  if (target !== null && !URL.canParse(target)) return unfit("redirect");
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

function unfit(parameter: string): ReadSteering {
  const description = `The query parameter "${parameter}" is not as documented.`;
  const reply = jsonReply(400, { error: "invalid_request", error_description: description });
  return { kind: "unfit", reply };
}

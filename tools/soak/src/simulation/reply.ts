import { TokenError, type TokenSet } from "@refresh-once/core";
import type { AuthorizationServer } from "./authorization-server.ts";
import type { Answer } from "./history.ts";
import type { CallFault } from "./plan.ts";

/** What comes back to the caller; `undefined`: nothing ever. */
export type Reply = TokenSet | Failure | undefined;

/** Made when it arrives, as it may tell a time. */
export class Failure {
  readonly make: (now: number) => Error;

  constructor(make: (now: number) => Error) {
    this.make = make;
  }
}

/** In ms. */
const retryAfter = 200;

/** What a server says that has not looked at the refresh token. */
const unprocessed: Partial<Record<CallFault, Failure>> = {
  unreachable: new Failure(() => Object.assign(new Error("connect"), { code: "ECONNREFUSED" })),
  busy: new Failure((now) => new TokenError("unavailable", "429", { retryAt: now + retryAfter })),
  trouble: new Failure(() => oauth("server_error")),
  rejected: new Failure(() => oauth("invalid_client")),
  gateway: new Failure(() => new TokenError("invalid_grant", "401", { status: 401 })),
};

/** Of a request without a refresh token, and of a dead one. */
const rejectedRequest = new Failure(() => oauth("invalid_request"));
const refused = new Failure(() => oauth("invalid_grant"));

/** Nobody can tell from these whether the refresh token was spent. */
const broken = new Failure(() => new Error("502"));
const lost = new Failure(() => new TypeError("terminated"));
const garbage = new Failure(() => new TokenError("invalid_response", "Not a token set"));

/** Has the server answer, and says what it has made of the token and what of that arrives. */
export function replyTo(
  server: AuthorizationServer,
  token: string | undefined,
  fault: CallFault | undefined,
): { readonly answer: Answer; readonly reply: Reply } {
  const failure = fault && unprocessed[fault];
  if (failure) return { answer: "not processed", reply: failure };
  if (token === undefined) return { answer: "not processed", reply: rejectedRequest };
  if (fault === "broken") return { answer: "passed over", reply: broken };
  const { answer, tokens } = server.exchange(token);
  if (fault === "silent") return { answer, reply: undefined };
  if (fault === "lost") return { answer, reply: lost };
  if (fault === "garbage") return { answer, reply: garbage };
  if (fault === "half" && tokens) return { answer, reply: { ...tokens, accessToken: "" } };
  return { answer, reply: tokens ?? refused };
}

function oauth(error: string): Error {
  return Object.assign(new Error(error), { error });
}

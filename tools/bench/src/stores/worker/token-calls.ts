import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

/** The part of a bank's reply that is needed to refresh again. */
export interface TokenReply {
  readonly refreshToken: { readonly value: string };
}

/** Gets the next tokens. */
export type TokenCall = (tokens: TokenReply) => Promise<TokenReply>;

export function isTokenReply(value: unknown): value is TokenReply {
  return (
    typeof value === "object" &&
    value !== null &&
    "refreshToken" in value &&
    typeof value.refreshToken === "object" &&
    value.refreshToken !== null &&
    "value" in value.refreshToken
  );
}

/** Calls the token endpoint of the bank by the global `fetch`. */
export function callByFetch(url: string): TokenCall {
  return async ({ refreshToken }) => {
    const headers = { authorization: `Bearer ${refreshToken.value}` };
    const response = await fetch(url, { method: "POST", headers });
    return checked(response.status, await response.json());
  };
}

/** Does the same by `node:http`. */
export function callByHttp(url: string): TokenCall {
  const agent = new Agent({ keepAlive: true });
  return async ({ refreshToken }) => {
    const headers = { authorization: `Bearer ${refreshToken.value}` };
    const sent = request(url, { method: "POST", agent, headers });
    sent.end();
    const [response]: IncomingMessage[] = await once(sent, "response");
    if (!response) throw new Error("no response");
    return checked(response.statusCode, JSON.parse(await text(response)));
  };
}

function checked(status: number | undefined, reply: unknown): TokenReply {
  if (isTokenReply(reply)) return reply;
  throw new Error(`the token endpoint replied ${status}`);
}

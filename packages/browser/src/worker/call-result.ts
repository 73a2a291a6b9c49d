import type { TokenManager, TokenSet } from "@refresh-once/core";
import { adapterView } from "@refresh-once/core/adapter";
import type { Call, CallResult, PageTokens } from "./messages.ts";

/** Performs the call of a page. */
export async function resultOf(call: Call, tokens: TokenManager): Promise<CallResult> {
  const view = adapterView(tokens);
  const found = await perform(call, tokens);
  if (!found) return { done: true };
  return { tokens: forPages(found), usableUntil: view.usableUntil, asOf: Date.now() };
}

/** @returns the tokens that the page has asked for, if it has */
async function perform(call: Call, tokens: TokenManager): Promise<TokenSet | undefined> {
  switch (call.do) {
    case "get":
      return tokens.get({ fresh: call.fresh });
    case "renew":
      return tokens.renew({ accessToken: call.accessToken });
    case "coolDown":
      adapterView(tokens).coolDown({ accessToken: call.accessToken });
      return undefined;
    case "set":
      await tokens.set(call.tokens);
      return undefined;
    case "clear":
      await tokens.clear();
      return undefined;
    case "revoke":
      await tokens.revoke();
      return undefined;
  }
}

/** A page that signs DPoP proofs finds its key by the thumbprint, which is no secret. */
function forPages({ refreshToken, refreshTokenExpiresAt, extra, ...tokens }: TokenSet): PageTokens {
  const { dpop_jkt: thumbprint } = extra ?? {};
  return typeof thumbprint === "string" ? { ...tokens, extra: { dpop_jkt: thumbprint } } : tokens;
}

import type { Asked } from "./dialects/dialect.ts";
import { readCall, rejectedByHttp, uncached } from "./endpoint-call.ts";
import type { Received } from "./http/receive.ts";
import type { Reply } from "./http/reply.ts";
import { announcedSeconds } from "./ledger/grant.ts";
import type { Provider } from "./provider.ts";

/**
 * Reads a request to the token endpoint, and counts whether a refresh was needed. Tokens are granted only
 * when the returned function is called.
 */
export function readTokenCall(received: Received, provider: Provider): () => Reply {
  const rejected = rejectedByHttp(received);
  if (rejected) return () => uncached(rejected);
  const asked = readAsked(received, provider);
  countNeed(asked, provider);
  return () => uncached(process(asked, provider));
}

function readAsked(received: Received, { dialect, client }: Provider): Asked {
  const call = readCall(received, dialect.body);
  return "kind" in call ? call : dialect.read(call, client);
}

/** Counts an expiry if the access token of the request's family has expired. */
function countNeed(asked: Asked, { ledger }: Provider): void {
  if (asked.kind === "refreshToken") ledger.noteRefreshToken(asked.refreshToken);
  if (asked.kind === "clientCredentials") ledger.noteClient();
}

/** Grants tokens or rejects the request. */
function process(asked: Asked, { dialect, ledger, settings }: Provider): Reply {
  switch (asked.kind) {
    case "refused":
      return dialect.refused(asked.refusal);
    case "clientCredentials": {
      const grant = ledger.grantToClient(settings);
      return dialect.granted({ grant, expiresIn: announcedSeconds(grant, 0), inCookie: false });
    }
    case "refreshToken": {
      const outcome = ledger.refresh(asked.refreshToken, settings);
      if (outcome.kind === "refused") return dialect.dead(outcome);
      const { grant, age } = outcome;
      const { inCookie = false } = asked;
      return dialect.granted({ grant, expiresIn: announcedSeconds(grant, age), inCookie });
    }
  }
}

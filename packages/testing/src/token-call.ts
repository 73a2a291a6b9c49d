import type { Asked } from "./dialects/dialect.ts";
import { oauthError } from "./dialects/oauth-replies.ts";
import type { Binding } from "./dpop/binding.ts";
import type { CheckedProof } from "./dpop/proof-guard.ts";
import { readCall, rejectedByHttp, uncached } from "./endpoint-call.ts";
import type { Received } from "./http/receive.ts";
import type { Reply } from "./http/reply.ts";
import { announcedSeconds } from "./ledger/grant.ts";
import type { Provider } from "./provider.ts";

/**
 * Reads a request to the token endpoint, and counts whether a refresh was needed. Tokens are granted only
 * when the returned function is called.
 */
export function readTokenCall(
  received: Received,
  provider: Provider,
  proof: CheckedProof,
): () => Reply {
  const rejected = rejectedByHttp(received) ?? rejectedByProof(proof, provider);
  if (rejected) return () => uncached(rejected);
  const asked = readAsked(received, provider);
  countNeed(asked, provider);
  const binding = proof.kind === "valid" ? proof.binding : undefined;
  return () => uncached(process(asked, provider, binding));
}

/**
 * The reply to a request without the proof that it needs.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9449#section-5 RFC 9449 §5, §8}
 */
function rejectedByProof(proof: CheckedProof, { settings }: Provider): Reply | undefined {
  if (proof.kind === "rejected") return oauthError(400, proof.error, proof.description);
  if (proof.kind === "valid" || settings.dpop !== "required") return undefined;
  return oauthError(400, "invalid_dpop_proof", "The request has no proof.");
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
function process(
  asked: Asked,
  { dialect, ledger, settings }: Provider,
  binding: Binding | undefined,
): Reply {
  switch (asked.kind) {
    case "refused":
      return dialect.refused(asked.refusal);
    case "clientCredentials": {
      const grant = ledger.grantToClient(settings, binding);
      return dialect.granted({ grant, expiresIn: announcedSeconds(grant, 0), inCookie: false });
    }
    case "refreshToken": {
      const outcome = ledger.refresh(asked.refreshToken, settings, binding);
      if (outcome.kind === "refused") return dialect.dead(outcome);
      const { grant, age } = outcome;
      const { inCookie = false } = asked;
      return dialect.granted({ grant, expiresIn: announcedSeconds(grant, age), inCookie });
    }
  }
}

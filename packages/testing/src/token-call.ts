import type { Asked } from "./dialects/dialect.ts";
import { type Fields, readFields } from "./dialects/fields.ts";
import { jsonReply, type Reply } from "./http/reply.ts";
import { announcedSeconds } from "./ledger/grant.ts";
import type { Provider } from "./provider.ts";
import type { ReceivedRequest } from "./request-log.ts";

const noFields: Fields = new Map();

/**
 * Reads a call of the token endpoint, and takes note of who asked. Nothing is granted before the
 * returned function is called.
 */
export function readTokenCall(
  request: ReceivedRequest,
  tooLarge: boolean,
  provider: Provider,
): () => Reply {
  const misfit = httpMisfit(request, tooLarge);
  if (misfit) return () => unstored(misfit);
  const asked = readAsked(request, provider);
  takeNote(asked, provider);
  return () => unstored(process(asked, provider));
}

function httpMisfit({ method }: ReceivedRequest, tooLarge: boolean): Reply | undefined {
  if (method !== "POST") return jsonReply(405, { error: "method_not_allowed" }, { allow: "POST" });
  if (tooLarge) return jsonReply(413, { error: "content_too_large" });
  return undefined;
}

function readAsked({ headers, body }: ReceivedRequest, { dialect, client }: Provider): Asked {
  if (dialect.body === undefined) return dialect.read({ headers, fields: noFields }, client);
  const read = readFields(body, dialect.body, headers["content-type"]);
  if (read.kind === "fields") return dialect.read({ headers, fields: read.fields }, client);
  const { description } = read;
  return { kind: "refused", refusal: { error: "invalid_request", description } };
}

function takeNote(asked: Asked, { ledger }: Provider): void {
  if (asked.kind === "refreshToken") ledger.noteRefreshToken(asked.refreshToken);
  if (asked.kind === "clientCredentials") ledger.noteClient();
}

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

/** @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}: never cached */
function unstored(reply: Reply): Reply {
  return { ...reply, headers: { ...reply.headers, "cache-control": "no-store" } };
}

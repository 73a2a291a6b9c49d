import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as after } from "node:timers/promises";
import Provider from "oidc-provider";
import type { Fate, Phase } from "./fate.ts";
import { callHeaders, type RefreshCall, readSender } from "./refresh-call.ts";
import type { RefreshLedger } from "./refresh-ledger.ts";

/** Who decides how fast the server is, and who dies meanwhile. */
export interface Operator {
  fateOf(call: RefreshCall): Fate;
  /** Kills the sender of a call in a while, ms. */
  killIn(delay: number, call: RefreshCall): void;
}

/** Writes each call of the token endpoint down, and lets the operator slow it down. */
export function watchTokenEndpoint(
  provider: Provider,
  ledger: RefreshLedger,
  operator: Operator,
): void {
  const calls = new WeakMap<IncomingMessage, RefreshCall>();
  provider.use(async (context, next) => {
    const { req, res } = context;
    const sender = readSender(context.get(callHeaders.sender));
    const call = ledger.received(sender, context.get(callHeaders.token));
    calls.set(req, call);
    const { before, after: delay, kill } = operator.fateOf(call);
    const enter = (phase: Phase) => {
      if (kill?.phase === phase) operator.killIn(kill.delay, call);
    };
    followReply(res, call, () => enter("at the reply"));
    enter("before the rotation");
    await after(before);
    if (call.isGone) return ledger.cutOff(call);
    await next();
    enter("after the rotation");
    await after(delay);
  });
  listen(provider, ledger, calls);
}

function followReply(response: ServerResponse, call: RefreshCall, replied: () => void): void {
  response.once("finish", () => {
    call.repliedAt = Date.now();
    replied();
  });
  response.once("close", () => {
    call.isGone = !response.writableFinished;
  });
}

/** What the provider says has become of a call. */
function listen(
  provider: Provider,
  ledger: RefreshLedger,
  calls: WeakMap<IncomingMessage, RefreshCall>,
): void {
  const refused = (message: IncomingMessage, reason: string) => {
    const call = calls.get(message);
    if (call) ledger.refused(call, reason);
  };
  provider.on("refresh_token.consumed", () => {
    const call = Provider.ctx && calls.get(Provider.ctx.req);
    if (call) ledger.spent(call);
  });
  provider.on("grant.success", ({ req, oidc: { entities } }) => {
    const call = calls.get(req);
    const { AccessToken, RefreshToken } = entities;
    if (call && AccessToken && RefreshToken) ledger.issued(call, AccessToken.jti, RefreshToken.jti);
  });
  provider.on("grant.revoked", () => ledger.revoked());
  provider.on("grant.error", ({ req }, error) => {
    const call = calls.get(req);
    if (call && error.error === "use_dpop_nonce") return ledger.askedForNonce(call);
    refused(req, error.error_detail ?? error.message);
  });
  provider.on("server_error", ({ req }, error) => refused(req, error.message));
}

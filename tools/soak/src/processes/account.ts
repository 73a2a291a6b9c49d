import { createTokenManager, type TokenEvent, type TokenManager } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { createDpop } from "@refresh-once/dpop";
import type { Senders } from "@refresh-once/end-to-end/scenario";
import { refreshTokenGrant } from "@refresh-once/providers";
import { callHeaders, type Sender, type Sent, writeSender } from "../server/refresh-call.ts";
import type { Job, SharedAccount } from "./job.ts";

/** What an account tells its worker. */
export interface AccountEvents {
  /** A request to the token endpoint begins. */
  sending?(sender: Sender, begunAt: number): void;
  /** It has ended, with an answer or without. */
  sent?(sent: Sent): void;
  stored(sender: Sender): void;
  /** Another process has refreshed meanwhile, for so many ms. */
  waited?(duration: number): void;
}

/** An account in one process. */
export interface OpenAccount {
  readonly tokens: TokenManager;
  /** Makes what sends the requests with proofs; absent if the tokens are not bound. */
  readonly senders: Senders | undefined;
}

/** The account that all processes share, as one of them has it. */
export function openAccount(
  { worker, server, deadlines }: Job,
  { name: account, path, seed }: SharedAccount,
  events: AccountEvents,
): OpenAccount {
  let call = 0;
  let waitingSince: number | undefined;
  const send: typeof fetch = async (input, init) => {
    const sender = { worker, account, call: ++call };
    const headers = new Headers(init?.headers);
    const body = new URLSearchParams(String(init?.body));
    headers.set(callHeaders.sender, writeSender(sender));
    headers.set(callHeaders.token, body.get("refresh_token") ?? "");
    const begunAt = Date.now();
    events.sending?.(sender, begunAt);
    const ended = (outcome: string) =>
      events.sent?.({ sender, begunAt, endedAt: Date.now(), outcome });
    try {
      const response = await fetch(input, { ...init, headers });
      ended(String(response.status));
      return response;
    } catch (error) {
      ended(nameOf(error));
      throw error;
    }
  };
  const onEvent = ({ type }: TokenEvent) => {
    if (type === "refreshed") events.stored({ worker, account, call });
    if (type === "waiting") waitingSince = performance.now();
    if (type === "adopted" && waitingSince !== undefined) {
      events.waited?.(performance.now() - waitingSince);
    }
    if (type !== "waiting") waitingSince = undefined;
  };
  const { tokenUrl: url, clientId, clientSecret } = server;
  const options = { store: fileStore(path), seed, onEvent, ...deadlines };
  if (clientSecret !== undefined) {
    const refresh = refreshTokenGrant({ url, clientId, clientSecret, fetch: send });
    return { tokens: createTokenManager({ refresh, ...options }), senders: undefined };
  }
  const dpop = createDpop({ fetch: send });
  const refresh = dpop.refresh((fetch) => refreshTokenGrant({ url, clientId, fetch }));
  return { tokens: createTokenManager({ refresh, ...options }), senders: dpop };
}

/** What a failed request is called: by the code of the network error, where there is one. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return `a ${typeof error}`;
  const { cause } = error;
  if (cause instanceof Error) return nameOf(cause);
  return "code" in error ? String(error.code) : error.name;
}

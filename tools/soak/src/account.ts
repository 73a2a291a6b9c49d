import { createTokenManager, type TokenEvent, type TokenManager } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { refreshTokenGrant } from "@refresh-once/providers";
import type { Job } from "./job.ts";
import { callHeaders, type Sender, writeSender } from "./refresh-call.ts";

/** What an account tells its worker. */
export interface AccountEvents {
  stored(sender: Sender): void;
  /** Another process has refreshed meanwhile, for so many ms. */
  waited(duration: number): void;
}

/** The account that all processes share, as one of them has it. */
export function openAccount(
  { worker, server, path, seed }: Job,
  { stored, waited }: AccountEvents,
): TokenManager {
  let call = 0;
  let waitingSince: number | undefined;
  const send: typeof fetch = (input, init) => {
    call++;
    const headers = new Headers(init?.headers);
    const body = new URLSearchParams(String(init?.body));
    headers.set(callHeaders.sender, writeSender({ worker, call }));
    headers.set(callHeaders.token, body.get("refresh_token") ?? "");
    return fetch(input, { ...init, headers });
  };
  const onEvent = ({ type }: TokenEvent) => {
    if (type === "refreshed") stored({ worker, call });
    if (type === "waiting") waitingSince = performance.now();
    if (type === "adopted" && waitingSince !== undefined) waited(performance.now() - waitingSince);
    if (type !== "waiting") waitingSince = undefined;
  };
  const { tokenUrl: url, clientId, clientSecret } = server;
  const refresh = refreshTokenGrant({ url, clientId, clientSecret, fetch: send });
  return createTokenManager({ refresh, store: fileStore(path), seed, onEvent });
}

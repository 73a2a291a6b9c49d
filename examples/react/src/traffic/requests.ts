import { findTokenError } from "@refresh-once/core";
import { accountsByAxios, accountsByOpenapiFetch } from "../accounts.ts";
import { type ClientName, RequestLog } from "./request-log.ts";

const getAccounts = { axios: accountsByAxios, "openapi-fetch": accountsByOpenapiFetch };

/** The requests of this tab. */
export const requestLog = new RequestLog();

/** Gets the accounts by a client, and counts the request. */
export async function accountsBy(name: ClientName, signal: AbortSignal) {
  const begin = performance.now();
  const record = (isAnswered: boolean) =>
    requestLog.add(name, { isAnswered, milliseconds: performance.now() - begin });
  try {
    const accounts = await getAccounts[name](signal);
    record(true);
    return accounts;
  } catch (error) {
    // Nobody waits for a request that was cancelled, and without a login nothing is sent.
    if (!signal.aborted && findTokenError(error)?.kind !== "terminal") record(false);
    throw error;
  }
}

/** The result of many requests at once. */
export interface BurstResult {
  readonly sent: number;
  readonly answered: number;
}

/** Sends many requests at once, by both clients in turn. */
export async function sendAtOnce(count: number): Promise<BurstResult> {
  const { signal } = new AbortController();
  const sent = Array.from({ length: count }, (_, index) =>
    accountsBy(index % 2 === 0 ? "axios" : "openapi-fetch", signal),
  );
  const results = await Promise.allSettled(sent);
  const answered = results.filter(({ status }) => status === "fulfilled").length;
  return { sent: count, answered };
}

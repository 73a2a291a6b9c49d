import { setTimeout as sleep } from "node:timers/promises";
import { isTokenError } from "@refresh-once/core";
import type { Client, ClientName } from "@refresh-once/scenario";
import type { FailedRequest } from "./messages.ts";

/** Between two requests of a client, at most; ms. Eight processes and their server share a small machine. */
const longestPause = 160;

/** Told how each request ended. */
export interface TrafficEvents {
  succeeded(duration: number): void;
  failed(request: FailedRequest): void;
}

/** Makes one request after the other until told to stop. */
export async function keepAsking(
  name: ClientName,
  client: Client,
  events: TrafficEvents,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    const begunAt = Date.now();
    const begun = performance.now();
    const failure = await client("soak").then(failureIn, describe);
    if (failure) events.failed({ client: name, begunAt, endedAt: Date.now(), ...failure });
    else events.succeeded(performance.now() - begun);
    await sleep(Math.random() * longestPause);
  }
}

type Failure = Pick<FailedRequest, "code" | "detail">;

function failureIn(status: number): Failure | undefined {
  return status === 200 ? undefined : { code: `status ${status}`, detail: "" };
}

/** Names and messages only: whatever else an error carries may hold a token. */
function describe(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: `a ${typeof error}`, detail: "" };
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
  return {
    code: isTokenError(error) ? error.code : error.name,
    detail: `${error.message}${cause}`,
  };
}

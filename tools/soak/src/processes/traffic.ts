import { setTimeout as sleep } from "node:timers/promises";
import { isTokenError } from "@refresh-once/core";
import type { Client } from "@refresh-once/end-to-end/scenario";
import type { FailedRequest } from "./messages.ts";

type Failure = Pick<FailedRequest, "code" | "kind" | "detail">;

/** How one client makes its requests. */
export interface Traffic {
  /** Between two requests, ms. */
  readonly longestPause: number;
  readonly stop: AbortSignal;
  succeeded(duration: number): void;
  failed(request: Failure & Pick<FailedRequest, "begunAt" | "endedAt">): void;
}

/** Makes one request after the other until told to stop. */
export async function keepAsking(
  client: Client,
  { longestPause, stop, succeeded, failed }: Traffic,
): Promise<void> {
  while (!stop.aborted) {
    const begunAt = Date.now();
    const begun = performance.now();
    const failure = await client("soak").then(failureIn, describe);
    if (failure) failed({ begunAt, endedAt: Date.now(), ...failure });
    else succeeded(performance.now() - begun);
    await sleep(Math.random() * longestPause);
  }
}

function failureIn(status: number): Failure | undefined {
  return status === 200 ? undefined : { code: `status ${status}`, detail: "" };
}

/** Names and messages only: whatever else an error carries may hold a token. */
function describe(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: `a ${typeof error}`, detail: "" };
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
  const detail = `${error.message}${cause}`;
  if (!isTokenError(error)) return { code: error.name, detail };
  return { code: error.code, kind: error.kind, detail };
}

import { Fleet } from "@refresh-once/processes";
import { clientNames } from "../src/scenario/index.ts";
import { isFailures, type Job } from "../src/workers/protocol.ts";
import type { Account } from "./account.ts";

/**
 * Starts processes that share an account's token file and take turns with the three clients. Each is told
 * how many requests to make at once, and answers why requests failed.
 */
export function startRequestFleet(
  { target, path }: Account,
  seed: Job["seed"],
  size: number,
): Promise<Fleet<readonly string[]>> {
  const jobs = Array.from({ length: size }, (_, index): Job => {
    const client = clientNames[index % clientNames.length] ?? "fetch";
    return { target, path, seed, client };
  });
  const source = new URL("../src/workers/request-worker.ts", import.meta.url);
  return Fleet.start({ source, jobs, isMessage: isFailures });
}

import { createTokenManager } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { answerOrders, jobOf } from "@refresh-once/processes/in-worker";
import { createClient, refreshFor } from "../scenario/index.ts";
import { isJob, isSize } from "./protocol.ts";

/** A process of its own that makes requests. */
const { target, path, seed, client } = jobOf(isJob);

const tokens = createTokenManager({
  refresh: refreshFor(target),
  store: fileStore(path),
  seed,
});
const call = createClient(client, tokens, target.resourceUrl);

/** Gives what failed of so many requests at once. */
async function request(size: number): Promise<readonly string[]> {
  const requests = Array.from({ length: size }, (_, request) => call(`${request}`));
  const outcomes = await Promise.allSettled(requests);
  return outcomes.flatMap((outcome) => {
    if (outcome.status === "rejected") return [String(outcome.reason)];
    return outcome.value === 200 ? [] : [`status ${outcome.value}`];
  });
}

await answerOrders(isSize, request);

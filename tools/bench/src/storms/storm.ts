import type { Requests } from "../clients/contender.ts";

/** How a storm of requests ended. */
export interface Outcome {
  /** From the first request to the last answer, ms. */
  readonly wall: number;
  /** Requests that were answered otherwise than 200. */
  readonly failed: number;
  /** Requests that nobody had answered when the bench lost its patience. */
  readonly unanswered: number;
}

/** In ms. */
const patience = 60_000;

/** All requests at once. */
export async function storm(requests: Requests, size: number): Promise<Outcome> {
  let failed = 0;
  let answered = 0;
  const start = performance.now();
  const send = async () => {
    const isGood = await requests.get().then(
      (status) => status === 200,
      () => false,
    );
    answered++;
    if (!isGood) failed++;
  };
  const all = Promise.all(Array.from({ length: size }, send));
  await orPatience(all);
  return { wall: performance.now() - start, failed, unanswered: size - answered };
}

async function orPatience(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const lost = new Promise((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  await Promise.race([work, lost]);
  clearTimeout(timer);
}

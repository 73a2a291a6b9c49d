import { jobOf, tellParent } from "@refresh-once/processes/in-worker";
import type { Requests } from "../clients/contender.ts";
import { contendersOf } from "../clients/contenders.ts";
import { openOverStub } from "../clients/stub.ts";
import { tokenFile } from "../clients/token-file.ts";
import { type HotPathMessage, isHotPathJob, type Method, methods } from "./protocol.ts";

/** A process of its own for each family: in one process they would spoil each other's inlining. */
const { family, names, rounds, batch, warmUp } = jobOf(isHotPathJob);

interface Runner {
  readonly name: string;
  readonly method: Method;
  readonly requests: Requests;
  readonly samples: number[];
}

const file = await tokenFile({ accessToken: "a".repeat(40), refreshToken: "r" });
const measured = contendersOf(family).filter(({ name }) => names.includes(name));
const runners = measured.flatMap((contender): Runner[] => {
  const requests = openOverStub(contender, file.path);
  const { name } = contender;
  return methods.map((method) => ({ name, method, requests, samples: [] }));
});

async function nanoseconds({ requests, method }: Runner): Promise<number> {
  const start = process.hrtime.bigint();
  for (let request = 0; request < batch; request++) await requests[method]();
  return Number(process.hrtime.bigint() - start) / batch;
}

const warmUpRounds = Math.max(3, Math.ceil(warmUp / batch));
for (let round = -warmUpRounds; round < rounds; round++) {
  // Whoever comes first in a round is another one each time.
  const first = Math.abs(round) % runners.length;
  for (const runner of [...runners.slice(first), ...runners.slice(0, first)]) {
    const sample = await nanoseconds(runner);
    if (round >= 0) runner.samples.push(sample);
  }
}
await file[Symbol.asyncDispose]();
const timings = runners.map(({ name, method, samples }) => ({ name, method, samples }));
await tellParent({ timings } satisfies HotPathMessage);
process.exit();

import { GCProfiler } from "node:v8";
import { jobOf, tellParent } from "@refresh-once/processes/in-worker";
import type { Requests } from "../clients/contender.ts";
import { contenders } from "../clients/contenders.ts";
import { openOverStub } from "../clients/stub.ts";
import { tokenFile } from "../clients/token-file.ts";
import { liveHeap } from "../heap.ts";
import { type Allocations, isAllocationsJob } from "./protocol.ts";

const { name, requests: count } = jobOf(isAllocationsJob);
const contender = contenders.find((one) => one.name === name);
if (!contender) throw new TypeError(`no contender "${name}"`);

const heap = liveHeap();

async function send(requests: Requests, times: number): Promise<void> {
  for (let request = 0; request < times; request++) {
    await (request % 2 === 0 ? requests.get() : requests.post());
  }
}

/** What each collection has freed comes on top of what is there at the end. */
async function measured(requests: Requests): Promise<Allocations> {
  const before = await heap();
  const profiler = new GCProfiler();
  profiler.start();
  await send(requests, count);
  const now = process.memoryUsage().heapUsed;
  const { statistics } = profiler.stop();
  const freed = statistics.reduce(
    (sum, { beforeGC, afterGC }) =>
      sum + beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize,
    0,
  );
  const allocated = (now - before + freed) / count;
  return { allocated, held: ((await heap()) - before) / count };
}

const file = await tokenFile({ accessToken: "a".repeat(40), refreshToken: "r" });
const requests = openOverStub(contender, file.path);
await send(requests, 10_000);
const result = await measured(requests);
await file[Symbol.asyncDispose]();
await tellParent(result);
process.exit();

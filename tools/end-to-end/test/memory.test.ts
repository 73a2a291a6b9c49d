import { fork } from "node:child_process";
import { once } from "node:events";
import { type Bundle, bundle } from "@refresh-once/scenario";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isUploaded, type Uploaded, type UploadJob } from "../src/upload-protocol.ts";
import { type Sink, startSink } from "./sink.ts";

const MiB = 1024 * 1024;
const size = 64 * MiB;
const runs = 5;

type Subject = Pick<UploadJob, "client" | "body">;

let sink: Sink;
let worker: Bundle;

beforeAll(async () => {
  [sink, worker] = await Promise.all([
    startSink(),
    bundle(new URL("../src/upload-worker.ts", import.meta.url)),
  ]);
});
afterAll(() => Promise.all([sink[Symbol.asyncDispose](), worker[Symbol.asyncDispose]()]));

/** In a process of its own. What it does is in one thread, so that garbage goes when it is told to. */
async function upload(subject: Subject, by: UploadJob["by"]): Promise<Uploaded> {
  const job: UploadJob = { ...subject, by, size, origin: sink.origin };
  const child = fork(worker.module, [JSON.stringify(job)], {
    execArgv: ["--expose-gc", "--single-threaded"],
  });
  const [message] = await Promise.race([once(child, "message"), once(child, "exit")]);
  if (!isUploaded(message)) throw new Error(`the process has ended: ${message}`);
  return message;
}

/** The machine now and then adds to a peak, and seldom takes off: the second least says most. */
function typical(peaks: readonly number[]): number {
  return [...peaks].sort((a, b) => a - b)[1] ?? Number.NaN;
}

/** By how much the most that the adapter had resident is above that of a bare client. */
async function overhead(subject: Subject): Promise<number> {
  const byHand: number[] = [];
  const byAdapter: number[] = [];
  for (let run = 0; run < runs; run++) {
    const [bare, ours] = await Promise.all([
      upload(subject, ["a0", "a1"]),
      upload(subject, "adapter"),
    ]);
    expect([bare.status, ours.status]).toEqual([200, 200]);
    byHand.push(bare.peak);
    byAdapter.push(ours.peak);
  }
  return typical(byAdapter) - typical(byHand);
}

const rebuilt: readonly Subject[] = (["fetch", "axios"] as const).flatMap((client) =>
  (["Buffer", "Blob", "string"] as const).map((body) => ({ client, body })),
);

test.each(rebuilt)(
  "P5: a 64 MiB $body that $client sends again takes at most 5 MiB more than by hand",
  async (subject) => {
    sink.received.length = 0;
    expect(await overhead(subject)).toBeLessThan(5 * MiB);
    const sent = (token: string) => Array<object>(2 * runs).fill({ token, bytes: size });
    expect(sink.received).toHaveLength(4 * runs);
    expect(sink.received).toEqual(expect.arrayContaining([...sent("a0"), ...sent("a1")]));
  },
);

describe("P5: a 64 MiB body that only its Request has", () => {
  test.each(["fetch of a Request", "openapi-fetch"] as const)(
    "is not kept by %s: its caller gets the 401, and why",
    async (client) => {
      sink.received.length = 0;
      const ours = await upload({ client, body: "Buffer" }, "adapter");
      expect(ours).toMatchObject({ status: 401, why: "body_was_not_kept" });
      expect(ours.held).toBeLessThan(5 * MiB);
      expect(sink.received).toEqual([{ token: "a0", bytes: size }]);
    },
  );
});

import { fork } from "node:child_process";
import { once } from "node:events";
import { type Bundle, bundle } from "@refresh-once/processes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isUploaded, type Uploaded, type UploadJob } from "../src/workers/upload-protocol.ts";
import { type Sink, startSink } from "./sink.ts";

const MiB = 1024 * 1024;
const size = 32 * MiB;
const mostRuns = 10;

type Subject = Pick<UploadJob, "client" | "body">;

let sink: Sink;
let worker: Bundle;

beforeAll(async () => {
  [sink, worker] = await Promise.all([
    startSink(),
    bundle(new URL("../src/workers/upload-worker.ts", import.meta.url)),
  ]);
});
afterAll(() => Promise.all([sink[Symbol.asyncDispose](), worker[Symbol.asyncDispose]()]));

/** In a process of its own. What it does is in one thread, so that garbage goes when it is told to. */
async function upload(subject: Subject, by: UploadJob["by"]): Promise<Uploaded> {
  const job: UploadJob = { ...subject, by, size, origin: sink.origin };
  const child = fork(worker.module, [JSON.stringify(job)], {
    execArgv: ["--expose-gc", "--single-threaded"],
  });
  const [message] = await Promise.race([once(child, "message"), once(child, "close")]);
  if (!isUploaded(message)) throw new Error(`the process has ended: ${message}`);
  return message;
}

/** Whatever else the machine does only adds. */
function leastPeak(uploads: readonly Uploaded[]): number {
  return Math.min(...uploads.map(({ peak }) => peak));
}

interface Peaks {
  readonly byHand: Uploaded[];
  readonly byAdapter: Uploaded[];
}

/**
 * Pairs of uploads at once, so that what else the machine does is the same for both; again while
 * there is more overhead than there may be.
 */
async function measure(subject: Subject, byHand: readonly string[], limit: number): Promise<Peaks> {
  sink.received.length = 0;
  const peaks: Peaks = { byHand: [], byAdapter: [] };
  for (let run = 0; run < mostRuns; run++) {
    const [bare, ours] = await Promise.all([upload(subject, byHand), upload(subject, "adapter")]);
    peaks.byHand.push(bare);
    peaks.byAdapter.push(ours);
    if (overhead(peaks) < limit) break;
  }
  return peaks;
}

/** By how much the most that the adapter had resident is above that of a bare client. */
function overhead({ byHand, byAdapter }: Peaks): number {
  return leastPeak(byAdapter) - leastPeak(byHand);
}

function statuses(uploads: readonly Uploaded[]): Set<number> {
  return new Set(uploads.map(({ status }) => status));
}

/** Whole bodies with this token, of both who were measured. */
function whole(token: string, { byHand, byAdapter }: Peaks): object[] {
  return Array<object>(byHand.length + byAdapter.length).fill({ token, bytes: size });
}

const all: readonly Subject[] = (["fetch", "axios"] as const).flatMap((client) =>
  (["Buffer", "Blob", "string"] as const).map((body) => ({ client, body })),
);

/** Both clients, and each kind of body once. */
const some: readonly Subject[] = [
  { client: "fetch", body: "string" },
  { client: "axios", body: "Buffer" },
  { client: "axios", body: "Blob" },
];

/** The long form is `TESTS=full`: each client with each kind of body. */
const rebuilt = process.env.TESTS === "full" ? all : some;

test.each(rebuilt)(
  "P5: a 32 MiB $body that $client sends again takes at most 5 MiB more than by hand",
  async (subject) => {
    const peaks = await measure(subject, ["a0", "a1"], 5 * MiB);
    expect(overhead(peaks)).toBeLessThan(5 * MiB);
    expect([...statuses(peaks.byHand), ...statuses(peaks.byAdapter)]).toEqual([200, 200]);
    const sent = [...whole("a0", peaks), ...whole("a1", peaks)];
    expect(sink.received).toHaveLength(sent.length);
    expect(sink.received).toEqual(expect.arrayContaining(sent));
  },
);

test.each(["fetch of a Request", "openapi-fetch"] as const)(
  "P5: 32 MiB that only a Request has are not kept by %s: its caller gets the 401, and why",
  async (client) => {
    // That is what is kept until it has proved to be too much; another copy would be 32 MiB.
    const limit = 16 * MiB;
    const peaks = await measure({ client, body: "Buffer" }, ["a0"], limit);
    for (const upload of peaks.byAdapter) {
      expect(upload).toMatchObject({ status: 401, why: "body_was_not_kept" });
      expect(upload.held).toBeLessThan(5 * MiB);
    }
    expect(overhead(peaks)).toBeLessThan(limit);
    expect(sink.received).toEqual(whole("a0", peaks));
  },
);

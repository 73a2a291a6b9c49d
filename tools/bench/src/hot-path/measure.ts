import { answerOf } from "../answer-of.ts";
import { type HotPathJob, isHotPathMessage, type Timing } from "./protocol.ts";

/** Runs a process that measures the clients of one family. */
export async function measureHotPath(job: HotPathJob): Promise<readonly Timing[]> {
  const module = new URL("./worker.ts", import.meta.url);
  return (await answerOf(module, job, isHotPathMessage)).timings;
}

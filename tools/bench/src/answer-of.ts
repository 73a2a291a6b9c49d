import { startWorker } from "@refresh-once/scenario";

/** Runs a process that has one thing to say, and waits for its end. */
export async function answerOf<Message>(
  module: URL,
  job: unknown,
  isMessage: (value: unknown) => value is Message,
): Promise<Message> {
  const worker = startWorker(module, job, isMessage);
  for await (const message of worker.messages) {
    await worker.exited;
    return message;
  }
  throw new Error(`${module.pathname}: ended with ${await worker.exited}, and said nothing`);
}

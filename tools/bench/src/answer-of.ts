import { bundle, startWorker } from "@refresh-once/processes";

/**
 * Runs a process that has one thing to say, and waits for its end. Its module is bundled, as what
 * runs TypeScript as it is names every function anew that is made, and that takes time.
 */
export async function answerOf<Message>(
  module: URL,
  job: unknown,
  isMessage: (value: unknown) => value is Message,
): Promise<Message> {
  await using bundled = await bundle(module);
  const worker = startWorker({ module: bundled.module, job, isMessage });
  for await (const message of worker.messages) {
    await worker.exited;
    return message;
  }
  throw new Error(`${module.pathname}: ended with ${await worker.exited}, and said nothing`);
}

import { fork } from "node:child_process";
import { once } from "node:events";

/** A process of its own that runs one of our modules on its sources. */
export interface Worker<Message> {
  readonly pid: number;
  /** Each message that it sends, in order; ends when it has exited. */
  readonly messages: AsyncIterable<Message>;
  /** Its exit code; `null` when a signal ended it. */
  readonly exited: Promise<number | null>;
  send(message: string): void;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a process with a job as its one argument.
 *
 * @param isMessage rejects what the module is not meant to say
 */
export function startWorker<Message>(
  module: URL,
  job: unknown,
  isMessage: (value: unknown) => value is Message,
): Worker<Message> {
  const child = fork(module, [JSON.stringify(job)], {
    execArgv: ["--import", "tsx", "--conditions=@refresh-once/source"],
    // Ctrl-C reaches the whole group: workers are told by their parent instead.
    detached: true,
  });
  const exited = once(child, "exit").then(([code]): number | null => code);
  return {
    pid: child.pid ?? 0,
    exited,
    messages: messagesOf(child, exited, isMessage),
    send: (message) => child.connected && child.send(message),
    kill: (signal) => child.kill(signal),
  };
}

function messagesOf<Message>(
  child: ReturnType<typeof fork>,
  exited: Promise<unknown>,
  isMessage: (value: unknown) => value is Message,
): AsyncIterable<Message> {
  const stream = new ReadableStream<Message>({
    start(controller) {
      child.on("message", (value) => {
        if (isMessage(value)) controller.enqueue(value);
        else controller.error(new Error(`unexpected message ${JSON.stringify(value)}`));
      });
      exited.then(() => controller.close()).catch(() => {});
    },
  });
  return stream.values();
}

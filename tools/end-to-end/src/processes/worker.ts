import { fork } from "node:child_process";
import { on, once } from "node:events";

/** A process of its own that runs one of our modules on its sources. */
export interface Worker<Message> {
  readonly pid: number;
  /** Each message that it sends, in order; ends when there will be no more. */
  readonly messages: AsyncIterable<Message>;
  /** Its exit code; `null` when a signal ended it. */
  readonly exited: Promise<number | null>;
  send(message: string): void;
  kill(signal: NodeJS.Signals): void;
}

const onSources = ["--import", "tsx", "--conditions=@refresh-once/source"];

/**
 * Starts a process with a job as its one argument.
 *
 * @param isMessage rejects what the module is not meant to say
 * @param env variables beside those of this process
 */
export function startWorker<Message>(
  module: URL,
  job: unknown,
  isMessage: (value: unknown) => value is Message,
  env: Readonly<Record<string, string>> = {},
): Worker<Message> {
  const child = fork(module, [JSON.stringify(job)], {
    execArgv: module.pathname.endsWith(".ts") ? onSources : [],
    env: { ...process.env, ...env },
    // Ctrl-C reaches the whole group: workers are told by their parent instead.
    detached: true,
  });
  const exited = once(child, "exit").then(([code]): number | null => code);
  // Not at "exit": the last messages may still be on their way then.
  const messages = on(child, "message", { close: ["close"] });
  return {
    pid: child.pid ?? 0,
    exited,
    messages: checked(messages, isMessage),
    send: (message) => child.connected && child.send(message),
    kill: (signal) => child.kill(signal),
  };
}

async function* checked<Message>(
  events: AsyncIterable<unknown[]>,
  isMessage: (value: unknown) => value is Message,
): AsyncGenerator<Message> {
  for await (const [value] of events) {
    if (!isMessage(value)) throw new Error(`unexpected message ${JSON.stringify(value)}`);
    yield value;
  }
}

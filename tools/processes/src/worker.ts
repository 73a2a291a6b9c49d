import { fork, type Serializable } from "node:child_process";
import { on, once } from "node:events";

/** A process that runs one of our modules. */
export interface Worker<Message> {
  readonly pid: number;
  /** Each message that it sends, in order. They end when there will be no more. */
  readonly messages: AsyncIterable<Message>;
  /** Its exit code; `null` if a signal ended it. */
  readonly exited: Promise<number | null>;
  send(order: Serializable): void;
  kill(signal: NodeJS.Signals): void;
}

/** What a worker process is started with. */
export interface WorkerStart<Message> {
  /** What it runs: a bundle, or TypeScript, which starts more slowly. */
  readonly module: URL;
  /** Its one argument, as JSON. */
  readonly job: unknown;
  /** Rejects messages that the module should not send. */
  isMessage(value: unknown): value is Message;
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

const onSources = ["--import", "tsx", "--conditions=@refresh-once/source"];

export function startWorker<Message>(start: WorkerStart<Message>): Worker<Message> {
  const { module, job, isMessage, env } = start;
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
    send: (order) => child.connected && child.send(order),
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

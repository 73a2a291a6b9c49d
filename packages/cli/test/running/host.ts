/**
 * A process that runs one command after the other. To start Node.js and to compile the command takes far longer than
 * most commands do.
 */
import { Readable, Writable } from "node:stream";
import { answerOrders } from "@refresh-once/processes/in-worker";
import { runProgram } from "../../src/program/run-program.ts";
import { type Ended, isOrder, type Order } from "./order.ts";

/** Runs the command with streams, a folder and an environment of its own. */
async function obey({ args, cwd, input, env }: Order): Promise<Ended> {
  const stdout = new Recorder();
  const stderr = new Recorder();
  replace("stdin", Readable.from([input]));
  replace("stdout", stdout);
  replace("stderr", stderr);
  process.chdir(cwd);
  const usual = { ...process.env };
  Object.assign(process.env, env);
  const code = await runProgram(args);
  for (const name of Object.keys(env)) delete process.env[name];
  Object.assign(process.env, usual);
  // Each run listens for Ctrl-C and SIGTERM.
  process.removeAllListeners("SIGINT").removeAllListeners("SIGTERM");
  return { code, stdout: stdout.text, stderr: stderr.text };
}

function replace(name: "stdin" | "stdout" | "stderr", value: Readable | Writable): void {
  Object.defineProperty(process, name, { value, configurable: true });
}

/** A stream that keeps what is written to it. */
class Recorder extends Writable {
  readonly #chunks: Buffer[] = [];

  get text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }
}

let last: Promise<unknown> = Promise.resolve();
await answerOrders(isOrder, (order) => {
  // A process has one working directory, so the commands take turns.
  const ended = last.then(() => obey(order));
  last = ended;
  return ended;
});

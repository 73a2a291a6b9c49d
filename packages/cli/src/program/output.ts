/** A stream of the process. */
type Stream = Pick<NodeJS.WriteStream, "write" | "on"> & { readonly isTTY?: boolean };

/** Results go to standard output, messages and progress to standard error. */
export class Output {
  readonly #stdout: Stream;
  readonly #stderr: Stream;
  readonly #isColored: boolean;

  constructor({ stdout, stderr, env }: Pick<NodeJS.Process, "stdout" | "stderr" | "env">) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#isColored = stdout.isTTY === true && !env.NO_COLOR;
    // A reader such as `head` may close the pipe early; that is no failure of the command.
    for (const stream of [stdout, stderr]) stream.on("error", () => {});
  }

  /** Whether a person sees the results. */
  get isTerminal(): boolean {
    return this.#stdout.isTTY === true;
  }

  /** Whether a person sees the messages. */
  get hasReader(): boolean {
    return this.#stderr.isTTY === true;
  }

  /** Writes one line of the result. */
  result(line: string): void {
    this.#stdout.write(`${line}\n`);
  }

  /** Writes a part of the result as it is. */
  raw(part: Uint8Array | string): void {
    this.#stdout.write(part);
  }

  /** Writes one line for the person at the terminal. */
  message(line: string): void {
    this.#stderr.write(`${line}\n`);
  }

  /** A text in bold, on a terminal. */
  bold(text: string): string {
    return this.#isColored ? `\u001b[1m${text}\u001b[22m` : text;
  }

  /** A text in red, on a terminal. */
  red(text: string): string {
    return this.#isColored ? `\u001b[31m${text}\u001b[39m` : text;
  }

  /** Waits until everything is written. */
  async flush(): Promise<void> {
    await Promise.all([this.#stdout, this.#stderr].map(flushed));
  }
}

function flushed(stream: Stream): Promise<void> {
  return new Promise((resolve) => stream.write("", () => resolve()));
}

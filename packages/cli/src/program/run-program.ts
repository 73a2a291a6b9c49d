import { createProgram } from "./create-program.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { failureOf } from "./failure.ts";
import { interruptSignal } from "./interrupt.ts";
import { Output } from "./output.ts";

/** Runs one command, and returns its exit code when everything is written. */
export async function runProgram(args: readonly string[]): Promise<ExitCode> {
  const output = new Output(process);
  const signal = interruptSignal();
  let code: ExitCode = exitCode.ok;
  const end = (ended: ExitCode) => {
    code = ended;
  };
  try {
    await createProgram({ output, signal, end }).parseAsync(args, { from: "user" });
  } catch (thrown) {
    const failure = failureOf(signal.aborted ? signal.reason : thrown);
    if (failure.message) output.message(failure.message);
    code = failure.code;
  }
  await output.flush();
  return code;
}

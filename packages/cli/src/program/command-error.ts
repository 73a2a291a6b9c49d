import { type ExitCode, exitCode } from "./exit-code.ts";

/** Ends a command with a message that says what to do. The message holds no token. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, code: ExitCode = exitCode.failure, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.exitCode = code;
  }
}

/** The command line or the configuration is wrong. */
export function wrongUsage(message: string, cause?: unknown): CommandError {
  return new CommandError(message, exitCode.wrongUsage, cause);
}

/** What an error says, or the value itself if a program has thrown something else. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

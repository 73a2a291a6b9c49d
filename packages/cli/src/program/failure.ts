import { isTokenError } from "@refresh-once/core";
import { CommanderError } from "commander";
import { CommandError, messageOf } from "./command-error.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";

/** How a failed command ends: what it says, and its exit code. */
export interface Failure {
  /** Absent if everything has been said. */
  readonly message?: string;
  readonly code: ExitCode;
}

/** What to say about an exception. Stack traces and causes are left out: they may hold more than is safe. */
export function failureOf(thrown: unknown): Failure {
  // The parser has written its message, or the help.
  if (thrown instanceof CommanderError) {
    return { code: thrown.exitCode === 0 ? exitCode.ok : exitCode.wrongUsage };
  }
  if (thrown instanceof CommandError) return { message: thrown.message, code: thrown.exitCode };
  if (isTokenError(thrown)) {
    const { account, message, kind } = thrown;
    const text = account ? `${account}: ${message}` : message;
    if (kind !== "terminal") return { message: text, code: exitCode.failure };
    const next = `Log in with: refresh-once login ${account ?? "NAME"}`;
    return { message: `${text}\n${next}`, code: exitCode.loginNeeded };
  }
  return { message: messageOf(thrown), code: exitCode.failure };
}

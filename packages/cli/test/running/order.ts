/** One run of the command, for a process that runs many. */
export interface Order {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly input: string;
  readonly env: Readonly<Record<string, string>>;
}

/** How a command has ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Whether a message of another process is such an order. */
export function isOrder(value: unknown): value is Order {
  return hasAll(value, ["args", "cwd", "input", "env"]);
}

/** Whether a message of another process says how a command has ended. */
export function isEnded(value: unknown): value is Ended {
  return hasAll(value, ["code", "stdout", "stderr"]);
}

function hasAll(value: unknown, names: readonly string[]): boolean {
  return typeof value === "object" && value !== null && names.every((name) => name in value);
}

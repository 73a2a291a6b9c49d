/** How a command ends. The README has the same table. */
export const exitCode = {
  ok: 0,
  failure: 1,
  /** The command line or the configuration is wrong. */
  wrongUsage: 2,
  /** A person must log in. */
  loginNeeded: 3,
  /** Ctrl-C (SIGINT), as shells count signals. */
  interrupted: 130,
  /** SIGTERM. */
  terminated: 143,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

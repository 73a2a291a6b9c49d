/** A real database server of a test's own, on loopback, with a folder of its own. */
export interface DatabaseServer extends AsyncDisposable {
  readonly port: number;
  /** With user and password, where there are any. */
  readonly url: string;
  /** The ids of its processes. Empty if it does not run. */
  processes(): Promise<readonly number[]>;
  /** Starts it again over the same data. */
  start(): Promise<void>;
  /** SIGKILL, to every process of it. */
  kill(): Promise<void>;
  /** SIGSTOP: connections stay open, and nothing is answered. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

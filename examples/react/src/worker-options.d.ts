/** An option that TypeScript 7.0 does not know yet. Chromium 148 and later have it. */
interface WorkerOptions {
  /** Whether a SharedWorker goes on for a while after its last page has been closed. */
  extendedLifetime?: boolean;
}

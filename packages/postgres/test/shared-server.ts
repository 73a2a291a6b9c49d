import { startPostgres } from "@refresh-once/servers";
import type { TestProject } from "vitest/node";

/** Starts the server that the test files share: starting one takes longer than most files do. */
export default async function setup(project: TestProject): Promise<() => PromiseLike<void>> {
  const server = await startPostgres();
  project.provide("sharedServer", server.url);
  return () => server[Symbol.asyncDispose]();
}

declare module "vitest" {
  interface ProvidedContext {
    /** The URL of the shared server, with a role that may create databases. */
    sharedServer: string;
  }
}

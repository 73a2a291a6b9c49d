import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { configuredProject, type Project } from "./project.ts";

/** What the tests of a file work with. It can be read while a test runs. */
export interface UsedProject {
  /** The provider, for all tests of the file. */
  readonly server: AuthorizationServer;
  /** A new folder with a configuration, for each test. */
  readonly project: Project;
}

/** Starts a provider for the tests of a file, and makes a new project for each of them. */
export function useProject(): UsedProject {
  let server: AuthorizationServer;
  let project: Project;
  beforeAll(async () => {
    server = await startAuthorizationServer();
  });
  beforeEach(async () => {
    project = await configuredProject(server);
  });
  afterEach(() => project[Symbol.asyncDispose]());
  afterAll(() => server.close());
  return {
    get server() {
      return server;
    },
    get project() {
      return project;
    },
  };
}

/** Bundles what the tests start as processes: from TypeScript, each would start ten times more slowly. */
import { fileURLToPath } from "node:url";
import { bundleTogether } from "@refresh-once/processes";
import type { TestProject } from "vitest/node";

type Name = "command" | "host" | "configurable" | "service";

const sources = new Map<Name, URL>([
  ["command", new URL("../../src/main.ts", import.meta.url)],
  ["host", new URL("host.ts", import.meta.url)],
  ["configurable", new URL("configurable.ts", import.meta.url)],
  ["service", new URL("service.ts", import.meta.url)],
]);

declare module "vitest" {
  export interface ProvidedContext {
    /** The paths of bundles. */
    readonly bundles: Readonly<Record<Name, string>>;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const bundles = await bundleTogether(sources, ["redis"]);
  const pathOf = (name: Name) => fileURLToPath(bundles.moduleOf(name));
  project.provide("bundles", {
    command: pathOf("command"),
    host: pathOf("host"),
    configurable: pathOf("configurable"),
    service: pathOf("service"),
  });
  return async () => bundles[Symbol.asyncDispose]();
}

/** Bundles what the tests start as processes: from TypeScript, each of the hundred would start ten times more slowly. */
import { fileURLToPath } from "node:url";
import { type Bundle, bundle } from "@refresh-once/processes";
import type { TestProject } from "vitest/node";

const modules = {
  command: new URL("../../src/main.ts", import.meta.url),
  configurable: new URL("configurable.ts", import.meta.url),
  service: new URL("service.ts", import.meta.url),
};

declare module "vitest" {
  export interface ProvidedContext {
    /** The paths of bundles. */
    readonly bundles: Readonly<Record<keyof typeof modules, string>>;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const bundled: Bundle[] = [];
  const pathOf = async (module: URL) => {
    const made = await bundle(module);
    bundled.push(made);
    return fileURLToPath(made.module);
  };
  project.provide("bundles", {
    command: await pathOf(modules.command),
    configurable: await pathOf(modules.configurable),
    service: await pathOf(modules.service),
  });
  return async () => {
    for (const made of bundled) await made[Symbol.asyncDispose]();
  };
}

import { rm } from "node:fs/promises";
import { type Bundle, bundleProgram, Program } from "@refresh-once/processes";

const sources = new URL("../src/main.ts", import.meta.url);

/** For tests that are not about how the program is started. */
export function bundleDemo(): Promise<Bundle> {
  return bundleProgram(sources);
}

/** The demo without a terminal. */
export class DemoProcess extends Program {
  /** @param main a bundle of it; else it is started as `npm run demo` starts it */
  constructor(flags: readonly string[], main = sources) {
    super(main, flags);
  }

  /** Where it keeps its tokens; empty before it has said so. */
  get folder(): string {
    return /Tokens: (.*)/.exec(this.text)?.[1] ?? "";
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true, force: true });
  }
}

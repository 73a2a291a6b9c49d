import { rm } from "node:fs/promises";
import { Program } from "@refresh-once/end-to-end/processes";

/** The demo as `npm run demo` starts it, without a terminal. */
export class DemoProcess extends Program {
  constructor(...flags: readonly string[]) {
    super(new URL("../src/main.ts", import.meta.url), flags);
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

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { inject } from "vitest";

/** What a service has answered. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Processes of one service, which share the store of its configuration. */
export class Services implements AsyncDisposable {
  readonly #children: readonly ChildProcess[];
  readonly #urls: readonly string[];

  private constructor(children: readonly ChildProcess[], urls: readonly string[]) {
    this.#children = children;
    this.#urls = urls;
  }

  /** Starts `count` processes. Each asks the `userinfo` endpoint for whoever asks it. */
  static async start(count: number, configuration: string, userinfo: string): Promise<Services> {
    const words = [inject("bundles").service, configuration, userinfo];
    const children = Array.from({ length: count }, () =>
      spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] }),
    );
    const urls = children.map(async ({ stdout }) => {
      const [said] = await once(stdout, "data");
      return `http://127.0.0.1:${JSON.parse(`${said}`).port}/`;
    });
    return new Services(children, await Promise.all(urls));
  }

  /** Asks all of them at the same time. */
  ask(): Promise<readonly Answer[]> {
    return Promise.all(
      this.#urls.map(async (url) => {
        const response = await fetch(url);
        return { status: response.status, text: await response.text() };
      }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = this.#children.map((child) => once(child, "close"));
    for (const child of this.#children) child.kill();
    await Promise.all(ended);
  }
}

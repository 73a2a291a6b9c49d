import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import { build, type PreviewServer, preview } from "vite";
import { vi } from "vitest";
import { viteOptions } from "../server/vite-options.ts";

/** The app as Vite builds it for production, with its authorization server. */
export class ServedApp implements AsyncDisposable {
  readonly authorization: AuthorizationServer;
  readonly url: string;
  readonly #preview: PreviewServer;
  readonly #folder: string;

  private constructor(authorization: AuthorizationServer, served: PreviewServer, folder: string) {
    this.authorization = authorization;
    this.url = served.resolvedUrls?.local[0] ?? "";
    this.#preview = served;
    this.#folder = folder;
  }

  /** Builds and serves the app. Its access tokens end only when a test ends them. */
  static async start(): Promise<ServedApp> {
    const authorization = await startAuthorizationServer();
    const folder = await mkdtemp(join(tmpdir(), "refresh-once-example-"));
    const options = {
      ...viteOptions({ authorization, accessTokenLifetime: 300_000 }),
      build: { outDir: folder, emptyOutDir: true },
    };
    // Vitest has set it to "test", with which Vite would bundle React for development.
    vi.stubEnv("NODE_ENV", "production");
    await build(options);
    vi.unstubAllEnvs();
    return new ServedApp(authorization, await preview(options), folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#preview.close();
    await this.authorization.close();
    await rm(this.#folder, { recursive: true });
  }
}

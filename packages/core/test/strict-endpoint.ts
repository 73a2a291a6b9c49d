import { vi } from "vitest";
import type { RefreshFunction, TokenSet } from "../src/index.ts";

/** The outcome of one call. `lost` rotates the token and then sends no response. */
export type Fate = "lost" | "hang" | Error | (() => Promise<void>);

/**
 * A token endpoint with strict rotation: each refresh token works once, and a spent one that is sent again
 * revokes all of them.
 */
export class StrictEndpoint {
  /** The refresh tokens in the order of the calls. */
  readonly received: (string | undefined)[] = [];
  reuses = 0;
  lifetime: number | undefined;
  #fates: Fate[] = [];
  #live = "r0";
  #issued = 0;

  /** The outcomes of the next calls, in order. */
  next(...fates: Fate[]): void {
    this.#fates.push(...fates);
  }

  /** Starts a new login. All earlier tokens are dead. */
  login(refreshToken: string): void {
    this.#live = refreshToken;
  }

  /** Resolves when the endpoint was called so many times. */
  async calls(times: number): Promise<void> {
    await vi.waitUntil(() => this.received.length >= times, { interval: 1 });
  }

  readonly refresh: RefreshFunction = async (current) => {
    this.received.push(current?.refreshToken);
    const fate = this.#fates.shift();
    if (fate instanceof Error) throw fate;
    if (fate === "hang") return new Promise(() => {});
    if (typeof fate === "function") await fate();
    const tokens = this.#rotate(current?.refreshToken);
    if (fate === "lost") throw new TypeError("terminated");
    return tokens;
  };

  #rotate(refreshToken: string | undefined): TokenSet {
    if (refreshToken !== this.#live) {
      this.reuses++;
      this.#live = "revoked";
      throw Object.assign(new Error("refused"), { error: "invalid_grant" });
    }
    this.#issued++;
    this.#live = `r${this.#issued}`;
    const expiresAt = this.lifetime === undefined ? {} : { expiresAt: Date.now() + this.lifetime };
    return { accessToken: `a${this.#issued}`, refreshToken: this.#live, ...expiresAt };
  }
}

/** A promise that the test resolves. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

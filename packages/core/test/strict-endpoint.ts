import { vi } from "vitest";
import type { RefreshFunction, TokenSet } from "../src/index.ts";

/** What becomes of one call; `lost` rotates and then gives no answer. */
export type Fate = "lost" | "hang" | Error | (() => Promise<void>);

/**
 * A token endpoint that rotates strictly: each refresh token works once, and a spent one that is
 * seen again kills them all.
 */
export class StrictEndpoint {
  /** Refresh tokens as they came in. */
  readonly received: (string | undefined)[] = [];
  reuses = 0;
  lifetime: number | undefined;
  #fates: Fate[] = [];
  #live = "r0";
  #issued = 0;

  /** The next calls end like this, one after the other. */
  next(...fates: Fate[]): void {
    this.#fates.push(...fates);
  }

  /** A login: all that was issued before is dead. */
  login(refreshToken: string): void {
    this.#live = refreshToken;
  }

  /** Until it has been called so often. */
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

/** A gate that a test opens. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

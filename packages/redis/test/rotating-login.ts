import {
  createTokenManager,
  TokenError,
  type TokenManager,
  type TokenStore,
} from "@refresh-once/core";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";

const provider = "vault";

/** A login at an authorization server that revokes it if a refresh token is sent twice. */
export class RotatingLogin implements AsyncDisposable {
  readonly #server: AuthorizationServer;
  readonly #seed: { readonly refreshToken: string };
  readonly #managers: TokenManager[] = [];

  static async start(): Promise<RotatingLogin> {
    return new RotatingLogin(await startAuthorizationServer());
  }

  private constructor(server: AuthorizationServer) {
    this.#server = server;
    this.#seed = { refreshToken: server.issueRefreshToken(provider) };
  }

  /** What one process has: a manager with its own memory. `before` runs before each token request. */
  process(store: TokenStore, before?: () => Promise<void>): TokenManager {
    const refresh = async (current: { refreshToken?: string } | undefined) => {
      await before?.();
      return this.#send(current?.refreshToken);
    };
    const manager = createTokenManager({ store, seed: this.#seed, refresh });
    this.#managers.push(manager);
    return manager;
  }

  /** How often refresh tokens were sent, and how many of these had been used before. */
  get sent(): { readonly tokenRequests: number; readonly reuses: number } {
    const { tokenRequests, reuses } = this.#server.counters(provider);
    return { tokenRequests, reuses };
  }

  async #send(refreshToken: string | undefined) {
    const response = await fetch(this.#server.tokenUrl(provider), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ grant_type: "refresh_token", refresh_token: refreshToken }),
    });
    const reply: Partial<Record<string, unknown>> = Object(await response.json());
    if (!response.ok) throw new TokenError("invalid_grant", "The login is lost");
    return {
      accessToken: `${reply.access_token}`,
      refreshToken: `${reply.refresh_token}`,
      expiresAt: Date.now() + 3_600_000,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const manager of this.#managers) await manager.close();
    await this.#server.close();
  }
}

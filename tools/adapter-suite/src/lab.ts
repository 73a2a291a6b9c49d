import {
  createTokenManager,
  type TokenManager,
  type TokenManagerOptions,
} from "@refresh-once/core";
import { vi } from "vitest";
import type { Adapter, Client, ClientOptions } from "./adapter.ts";
import { type Resource, startResource } from "./resource.ts";

/** What a case works with: a client whose access token, `a0`, the resource rejects by now. */
export interface Lab extends AsyncDisposable {
  readonly adapter: Adapter;
  readonly resource: Resource;
  /** Another origin, whose answer is always 401. */
  readonly foreign: Resource;
  readonly tokens: TokenManager;
  readonly client: Client;
  /** The same client without the adapter, and without a token. */
  readonly bare: Client;
  /** How often the token endpoint was called; each call gives `a1`, `a2` and so on. */
  refreshes(): number;
  /** Until so many requests have arrived at the resource. */
  arrived(requests: number): Promise<void>;
  /** Further clients, or other options, on the same resource. */
  attach(options?: ClientOptions, tokens?: TokenManager): Client;
}

/** Options of a lab. */
export interface LabOptions extends Partial<TokenManagerOptions> {
  readonly client?: ClientOptions;
  /** Held up until this is settled, each refresh. */
  readonly refreshAfter?: Promise<void>;
}

export async function openLab(adapter: Adapter, options: LabOptions = {}): Promise<Lab> {
  const { client, refreshAfter, ...managerOptions } = options;
  const [resource, foreign] = await Promise.all([startResource(), startResource()]);
  let refreshes = 0;
  const tokens = createTokenManager({
    refresh: async () => {
      refreshes++;
      const accessToken = `a${refreshes}`;
      await refreshAfter;
      resource.accept(accessToken);
      return { accessToken, refreshToken: `r${refreshes}` };
    },
    // A seed would replace what is in a store of the case's own.
    ...(!managerOptions.store && { seed: { accessToken: "a0", refreshToken: "r0" } }),
    ...managerOptions,
  });
  const attach = (own?: ClientOptions, manager = tokens) =>
    adapter.attach(resource.origin, manager, own);
  return {
    adapter,
    resource,
    foreign,
    tokens,
    client: attach(client),
    bare: adapter.bare(resource.origin),
    refreshes: () => refreshes,
    async arrived(requests) {
      await vi.waitUntil(() => resource.received.length >= requests, { interval: 1 });
    },
    attach,
    async [Symbol.asyncDispose]() {
      await Promise.all([resource[Symbol.asyncDispose](), foreign[Symbol.asyncDispose]()]);
    },
  };
}

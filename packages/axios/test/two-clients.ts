import { type Resource, startResource } from "@refresh-once/adapter-suite";
import { createTokenManager, type TokenManager } from "@refresh-once/core";
import axios, { type AxiosInstance, type AxiosResponse, type CreateAxiosDefaults } from "axios";
import { expect } from "vitest";
import { attachAuth } from "../src/index.ts";

/** The adapters of axios that run here: it has one for `fetch` since 1.7. */
export const adapters = (["http", "fetch"] as const).filter((name) => {
  try {
    return Boolean(axios.getAdapter(name));
  } catch {
    return false;
  }
});

/** One resource and two instances alike: one with our adapter, and one that has a good token at once. */
export interface TwoClients extends AsyncDisposable {
  readonly resource: Resource;
  /** Its first access token, `a0`, is rejected by now; the next ones are `a1`, `a2` and so on. */
  readonly attached: AxiosInstance;
  readonly bare: AxiosInstance;
  readonly tokens: TokenManager;
  detach(): void;
  refreshes(): number;
  /** How often it was sent by the one with our adapter. */
  sends(): number;
}

/**
 * The refresh token `dead` is one that the provider refuses.
 *
 * @param refreshAfter holds each refresh up until it is settled
 */
export async function openTwo(
  config: CreateAxiosDefaults,
  refreshAfter?: Promise<unknown>,
): Promise<TwoClients> {
  const resource = await startResource();
  resource.accept("bare");
  let refreshes = 0;
  const tokens = createTokenManager({
    refresh: async (current) => {
      if (!current || current.refreshToken === "dead") {
        throw Object.assign(new Error("logged out"), { error: "invalid_grant" });
      }
      const accessToken = `a${++refreshes}`;
      await refreshAfter;
      resource.accept(accessToken);
      return { accessToken, refreshToken: `r${refreshes}` };
    },
    seed: { accessToken: "a0", refreshToken: "r0" },
  });
  const attached = axios.create({ baseURL: resource.origin, ...config });
  const bare = axios.create({ baseURL: resource.origin, ...config });
  bare.defaults.headers.common.Authorization = "Bearer bare";
  return {
    resource,
    attached,
    bare,
    tokens,
    detach: attachAuth(attached, tokens),
    refreshes: () => refreshes,
    sends: () => resource.received.filter(({ headers }) => isOurs(headers.authorization)).length,
    [Symbol.asyncDispose]: () => resource[Symbol.asyncDispose](),
  };
}

function isOurs(authorization: string | undefined): boolean {
  return authorization !== "Bearer bare";
}

/** What a caller can tell of how its call ended. */
export interface Outcome {
  readonly status?: number | undefined;
  readonly data?: unknown;
  readonly code?: string | undefined;
  readonly message?: string;
}

export async function outcomeOf(call: Promise<AxiosResponse>): Promise<Outcome> {
  try {
    const { status, data } = await call;
    return { status, data };
  } catch (error) {
    if (!axios.isAxiosError(error)) throw error;
    const { code, message, response } = error;
    return { code, message, status: response?.status, data: response?.data };
  }
}

/** Makes the same call with both, and expects the same end of it. */
export async function expectAlike(
  { attached, bare }: Pick<TwoClients, "attached" | "bare">,
  call: (api: AxiosInstance) => Promise<AxiosResponse>,
): Promise<Outcome> {
  const outcome = await outcomeOf(call(attached));
  expect(outcome).toEqual(await outcomeOf(call(bare)));
  return outcome;
}

/** What a call that must fail was rejected with. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.fail("the call has succeeded"),
    (error: unknown) => error,
  );
}

import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import {
  createTokenManager,
  memoryStore,
  type RefreshFunction,
  type TokenSet,
  type TokenStore,
} from "../src/index.ts";
import { settled, useStoppedClock } from "./stopped-clock.ts";
import { gate } from "./strict-endpoint.ts";

/** When the first heartbeat of a claim is due; ms. */
const heartbeat = 2_500;

/** A store whose claims are taken over by another process during the request. */
function storeOfAnother(): TokenStore {
  const store = memoryStore();
  return {
    read: () => store.read(),
    claim: async (revision, lease) => {
      const claim = await store.claim(revision, lease);
      return claim && Object.assign(claim, { extend: async () => false });
    },
  };
}

/** A request that ends when it is aborted, as every HTTP client's does. */
class OpenRequest {
  respond = (_tokens: TokenSet) => {};
  readonly begun = gate();

  readonly refresh: RefreshFunction = (_, { signal }) => {
    this.begun.open();
    return new Promise((resolve, reject) => {
      this.respond = resolve;
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  };
}

/** Asks for tokens, and advances the clock to the first heartbeat of the claim. */
async function askUntilHeartbeat() {
  const request = new OpenRequest();
  const seed = { refreshToken: "r0" };
  const tokens = createTokenManager({ refresh: request.refresh, seed, store: storeOfAnother() });
  const got = tokens.get();
  got.catch(() => {});
  await request.begun.passed;
  vi.advanceTimersByTime(heartbeat);
  return { request, tokens, got };
}

describe("a request whose claim another process has taken over", () => {
  useStoppedClock();

  test("P3: its response, which came while this process was suspended, is read before the request is aborted", async () => {
    const { request, tokens, got } = await askUntilHeartbeat();
    // When a process continues, its timers run before its sockets are read.
    await turn();
    request.respond({ accessToken: "a1", refreshToken: "r1" });
    const outcomes = await settled([got, tokens.get()]);
    const value = { accessToken: "a1", refreshToken: "r1" };
    expect(outcomes).toMatchObject([{ value }, { value }]);
    await tokens.close();
  });

  test("P4: it is aborted if there is no response", async () => {
    const { tokens, got } = await askUntilHeartbeat();
    const [outcome] = await settled([got]);
    expect(outcome).toMatchObject({ reason: { code: "timeout" } });
    await tokens.close();
  });
});

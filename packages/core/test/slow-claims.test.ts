import { describe, expect, test, vi } from "vitest";
import { createTokenManager, memoryStore, type TokenStore } from "../src/index.ts";
import { settled, useStoppedClock } from "./stopped-clock.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

/** Longer than a lease; ms. */
const slow = 20_000;

/** A store that is too slow: each claim is older than its lease when the process gets it. */
async function slowStore(isTakenOver = () => false) {
  const store = memoryStore();
  const first = await store.claim(0, { duration: 1 });
  const tokens = { accessToken: "a0", refreshToken: "r0" };
  await first?.commit({ revision: 1, tokens, obtainedAt: 0 });
  const claimed = vi.fn();
  const released = vi.fn();
  const claim: TokenStore["claim"] = async (revision, lease) => {
    const claim = await store.claim(revision, lease);
    if (!claim) return undefined;
    claimed();
    vi.setSystemTime(Date.now() + slow);
    return Object.assign(claim, {
      extend: async () => !isTakenOver(),
      release: async () => released(),
    });
  };
  return { store: { read: () => store.read(), claim }, claimed, released };
}

describe("a claim that took longer than its lease", () => {
  useStoppedClock();

  test("P4: is extended and used, so that a slow store cannot keep all accounts from a refresh", async () => {
    const endpoint = new StrictEndpoint();
    const { store, claimed, released } = await slowStore();
    const { refresh } = endpoint;
    const tokens = createTokenManager({ refresh, store });
    const outcomes = await settled([tokens.renew({ accessToken: "a0" })]);
    expect(outcomes).toMatchObject([{ value: { accessToken: "a1" } }]);
    expect(claimed).toHaveBeenCalledTimes(1);
    expect(released).not.toHaveBeenCalled();
    await tokens.close();
  });

  test("P1: is released before anything is sent, if another process has taken over", async () => {
    const endpoint = new StrictEndpoint();
    const { store, released } = await slowStore(() => true);
    const { refresh } = endpoint;
    const tokens = createTokenManager({ refresh, store });
    const outcomes = await settled([tokens.renew({ accessToken: "a0" })]);
    expect(outcomes).toMatchObject([{ reason: { code: "timeout" } }]);
    expect(released).toHaveBeenCalled();
    expect(endpoint.received).toEqual([]);
  });
});

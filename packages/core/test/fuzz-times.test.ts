import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { createTokenManager, memoryStore, TokenError, type TokenStore } from "../src/index.ts";
import { runs } from "./fuzz-runs.ts";
import { settled, useStoppedClock, watchTimers } from "./stopped-clock.ts";

const now = Date.parse("2026-01-01T00:00:00Z");
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Epoch ms, near and far from now, and values that are not a time. */
const time = fc.oneof(
  fc.integer({ min: -200, max: 200 }).map((ms) => now + ms),
  fc.double({ min: -10, max: 10, noNaN: true }).map((seconds) => now + seconds * 1_000),
  fc.constantFrom(0, -0, 1, now / 1_000, -now, 2 ** 31, 2 ** 53, 1e300, -1e300, 5e-324),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const storedEnd = fc.oneof(
  time.map((expiresAt) => ({ expiresAt })),
  fc.constant({}),
);
const end = fc.oneof(storedEnd, fc.constant({ expiresAt: Infinity }));

/** A JWT access token with an `exp`, in seconds. */
const jwt = time.map((at) => `h.${base64url({ exp: at / 1_000 })}.s`);
const accessToken = fc.oneof(fc.constant("opaque"), jwt);

async function storeWith(record: object): Promise<TokenStore> {
  const store = memoryStore();
  const claim = await store.claim(0, { duration: 1 });
  if (claim) await Reflect.apply(claim.commit, claim, [{ revision: 1, ...record }]);
  return store;
}

describe("for any times in a record or a response", () => {
  useStoppedClock();

  test("P6: there is at most one refresh for concurrent requests, at most ten a second, and no timer with an invalid length", async () => {
    const odd = fc.record({ tokens: storedEnd, obtainedAt: time, accessToken });
    const options = fc.record({
      refreshAhead: fc.boolean(),
      refreshBefore: fc.constantFrom(0, 1, 30_000, 2 ** 31 - 1),
    });
    await fc.assert(
      fc.asyncProperty(odd, end, accessToken, options, async (stored, reply, token, how) => {
        vi.setSystemTime(now);
        const checkTimers = watchTimers();
        const { tokens, obtainedAt } = stored;
        const held = { ...tokens, accessToken: stored.accessToken, refreshToken: "r0" };
        const store = await storeWith({ tokens: held, obtainedAt });
        const refresh = vi.fn(async () => ({
          ...reply,
          accessToken: `${token}${refresh.mock.calls.length}`,
        }));
        const manager = createTokenManager({ refresh, store, ...how });
        for (let request = 0; request < 4; request++) await manager.get();
        expect(refresh.mock.calls.length).toBeLessThanOrEqual(1);
        await vi.advanceTimersByTimeAsync(1_000);
        await settled([manager.get(), manager.get()]);
        expect(refresh.mock.calls.length).toBeLessThanOrEqual(15);
        await manager[Symbol.asyncDispose]();
        checkTimers();
      }),
      runs(2_000),
    );
  });

  test("P4: the longest deadlines set no timer with an invalid length", async () => {
    const checkTimers = watchTimers();
    const timeout = vi.spyOn(AbortSignal, "timeout");
    const longest = 2 ** 31 - 1;
    const refresh = () => Promise.reject(new TokenError("unavailable", "503"));
    const limits = { refreshDeadline: longest, sendDeadline: longest, cooldown: longest };
    const manager = createTokenManager({ refresh, ...limits });
    const abort = new AbortController();
    const failed = expect(manager.get({ signal: abort.signal })).rejects.toBe("enough");
    await vi.advanceTimersByTimeAsync(600_000);
    abort.abort("enough");
    await failed;
    for (const [ms] of timeout.mock.calls) expect(ms).toBeLessThanOrEqual(longest);
    timeout.mockRestore();
    checkTimers();
  });
});

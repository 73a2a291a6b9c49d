import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AuthPolicy } from "../src/adapter.ts";
import { fileStore } from "../src/file/index.ts";
import {
  createTokenManager,
  createTokenManagerPool,
  isTokenError,
  memoryStore,
} from "../src/index.ts";
import { runs } from "./fuzz-runs.ts";
import { oddOption } from "./hostile-value.ts";
import { expectTyped, settled, useStoppedClock, watchTimers } from "./stopped-clock.ts";

const refresh = async () => ({ accessToken: "a1" });
const right = { refresh, store: memoryStore() };

/** One or several options with any value. */
function wrong(names: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .array(fc.tuple(fc.constantFrom(...names), oddOption), { minLength: 1, maxLength: 2 })
    .map((entries) => Object.fromEntries(entries));
}

/** Checks that the call succeeds, or throws an error that names one of the options. */
function made<T>(of: Record<string, unknown>, make: () => T): T | undefined {
  try {
    return make();
  } catch (thrown) {
    if (!isTokenError(thrown)) expect(thrown).toBeInstanceOf(TypeError);
    const named = Object.keys(of).some((name) => String(thrown).includes(`"${name}"`));
    expect(named || isTokenError(thrown), String(thrown)).toBe(true);
    return undefined;
  }
}

describe("any value of an option works, or leads to an error that names the option", () => {
  useStoppedClock();

  test("createTokenManager", async () => {
    const names = ["refresh", "store", "seed", "refreshBefore", "refreshAhead", "refreshDeadline"];
    await fc.assert(
      fc.asyncProperty(
        wrong([...names, "cooldown", "revoke", "onEvent", "debug"]),
        async (options) => {
          const checkTimers = watchTimers();
          const manager = made(options, () =>
            Reflect.apply(createTokenManager, undefined, [{ ...right, ...options }]),
          );
          for (const outcome of manager ? await settled([manager.get()]) : []) expectTyped(outcome);
          checkTimers();
        },
      ),
      runs(2_000),
    );
  });

  test("createTokenManagerPool", () => {
    fc.assert(
      fc.property(wrong(["store", "refresh", "max"]), ({ max, ...options }) => {
        const limits = max === undefined ? {} : { max };
        const pool = made({ max }, () =>
          Reflect.apply(createTokenManagerPool, undefined, [
            () => ({ ...right, ...options }),
            limits,
          ]),
        );
        if (pool) made(options, () => pool.get("anna"));
      }),
      runs(2_000),
    );
  });

  test("the options of adapters", () => {
    const tokens = createTokenManager({ refresh });
    const reader = { challengeOf: () => "", urlOf: () => "", discard: () => {} };
    const names = ["origins", "insecureOrigins", "isTokenRejected", "replaceAuthorization"];
    const list = fc.array(oddOption, { maxLength: 2 });
    const options = fc.oneof(
      wrong(names),
      fc.record({ origins: list, insecureOrigins: list }, { requiredKeys: [] }),
    );
    fc.assert(
      fc.property(options, (odd) => {
        // Without any origin, "origins" is missing.
        made({ origins: 0, ...odd }, () =>
          Reflect.construct(AuthPolicy, [{ caller: "authTest", tokens, reader, options: odd }]),
        );
      }),
      runs(2_000),
    );
  });

  test("fileStore", () => {
    fc.assert(
      fc.property(oddOption, (path) => {
        made({ path }, () => Reflect.apply(fileStore, undefined, [path]));
      }),
      runs(2_000),
    );
  });
});

import { describe, expect, test } from "vitest";
import { createTokenManager, memoryStore, type TokenSet } from "../src/index.ts";

/** Waits for so many microtasks. With a store in memory, everything happens in microtasks. */
async function steps(many: number): Promise<void> {
  for (let step = 0; step < many; step++) await Promise.resolve();
}

/** Two managers of one account in memory, and a token endpoint that accepts several logins at a time. */
async function loggedIn() {
  const good = new Set(["r0"]);
  let issued = 0;
  const refresh = async (current: TokenSet | undefined): Promise<TokenSet> => {
    await steps(3);
    if (!good.delete(current?.refreshToken ?? "")) throw new Error("a spent token was sent");
    issued++;
    good.add(`r${issued}`);
    return { accessToken: `a${issued}`, refreshToken: `r${issued}` };
  };
  const store = memoryStore();
  const [one, two] = [
    createTokenManager({ refresh, store }),
    createTokenManager({ refresh, store }),
  ];
  await one.set({ refreshToken: "r0" });
  const logIn = (refreshToken: string) => {
    good.add(refreshToken);
    return one.set({ refreshToken });
  };
  return { one, two, logIn };
}

describe("P3: a login during a refresh", () => {
  const delays = Array.from({ length: 80 }, (_, delay) => delay);

  test.each([false, true])(
    "fails no waiting caller, at any point in time (with a signal: %s)",
    async (withSignal) => {
      const options = () => (withSignal ? { signal: new AbortController().signal } : {});
      for (const delay of delays) {
        const { one, two, logIn } = await loggedIn();
        const use = async (tokens: typeof one) => {
          const set = await tokens.get(options());
          return tokens.renew(set, options());
        };
        const calls = [use(two), use(two), use(one)];
        await steps(delay);
        await logIn("again");
        for (const set of await Promise.all(calls)) expect(set.accessToken).toMatch(/^a\d$/);
        expect((await two.get()).accessToken).toMatch(/^a\d$/);
      }
    },
  );
});

import { inspect } from "node:util";
import { memoryStore, type TokenManagerOptions, type TokenStore } from "@refresh-once/core";
import { expect } from "vitest";
import type { Case } from "../case.ts";
import { type Lab, openLab } from "../lab.ts";

const secret = "secret-access-token";

/** Characters at which an HTTP client ends with an error that shows the whole header. */
const characters = { "a carriage return": "\r", "a line feed": "\n", "a NUL": "\0" };

/** A store that somebody else has written such a token into. */
function storeWith(accessToken: string): TokenStore {
  const record = { revision: 1, obtainedAt: Date.now(), tokens: { accessToken } };
  return { ...memoryStore(), read: async () => record };
}

type Login = (accessToken: string) => {
  readonly options: Partial<TokenManagerOptions>;
  logIn?(lab: Lab): Promise<void>;
};

/** Where a token can come from, beside a token endpoint. */
const logins: readonly (readonly [string, Login])[] = [
  ["the seed", (accessToken) => ({ options: { seed: { accessToken } } })],
  [
    "`set()`",
    (accessToken) => ({ options: {}, logIn: ({ tokens }) => tokens.set({ accessToken }) }),
  ],
  ["the store", (accessToken) => ({ options: { store: storeWith(accessToken) } })],
];

/** Access tokens that no header can carry. */
export const oddTokenCases: readonly Case[] = logins.map(([name, login]) => ({
  property: "P8",
  title: `an access token with a line break or a NUL, from ${name}`,
  wanted: "it is rejected, and no error shows it",
  async check(adapter) {
    for (const character of Object.values(characters)) {
      const { options, logIn } = login(`${secret}${character}x`);
      await using lab = await openLab(adapter, options);
      const call = async () => {
        await logIn?.(lab);
        await lab.client({ url: lab.resource.origin });
      };
      const error: unknown = await call().catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: "TokenError" });
      expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain(secret);
      expect(lab.resource.received).toEqual([]);
    }
  },
}));

import { createTokenManager, type RefreshFunction, type TokenManager } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { oroBank } from "@refresh-once/providers";
import { describe, expect, test } from "vitest";
import { decided, failureOf, type Login, openLogin } from "./login.ts";

const refreshDeadline = 2_000;

function withPreset({ open, target }: Login, url: string): TokenManager {
  return open({ refresh: oroBank({ url: target.tokenUrl.replace(/^.*?\d+(?=\/)/, url) }) });
}

interface Mistake {
  readonly name: string;
  readonly code: "misconfigured" | "unreachable";
  /** What the message names. */
  readonly named: RegExp;
  open(login: Login): TokenManager;
}

const mistakes: readonly Mistake[] = [
  {
    name: "https to a port that speaks http",
    code: "unreachable",
    named: /SSL|TLS/,
    open: ({ open, target }) => {
      const url = target.tokenUrl.replace("http:", "https:");
      return open({ refresh: oroBank({ url }), refreshDeadline });
    },
  },
  {
    name: "a port that `fetch` refuses",
    code: "misconfigured",
    named: /bad port/,
    open: (login) => withPreset(login, "http://127.0.0.1:6000"),
  },
];

describe("the first rule: a configuration that cannot work costs no login:", () => {
  test("a preset that is not called", async () => {
    await using login = await openLogin("oroBank");
    const { seed, path } = login;
    const options = { refresh: oroBank, store: fileStore(path), seed };
    // TypeScript refuses this one.
    const open = () => Reflect.apply(createTokenManager, undefined, [options]);
    expect(open).toThrow(/^createTokenManager: "refresh" .* call the preset: oroBank\(/);
    expect(await login.record()).toBeUndefined();
    expect((await login.open().get()).accessToken).toBeDefined();
    await login.checkKept();
  });

  test.each(mistakes)("$name", async ({ code, named, open }) => {
    await using login = await openLogin("oroBank");
    const wrong = open(login);
    const error = await failureOf(decided(() => wrong.get()));
    expect(error).toMatchObject({ code, message: expect.stringMatching(named) });
    expect(error.kind).not.toBe("terminal");
    expect(await login.record()).toBeUndefined();
    expect(login.sends()).toEqual([]);
    const fixed = login.open();
    expect((await fixed.get()).accessToken).toBeDefined();
    expect(login.server.counters()).toMatchObject({ tokenRequests: 1, refreshes: 1, reuses: 0 });
    await login.checkKept();
  });

  test("a typo in the refresh function", async () => {
    await using login = await openLogin("oroBank");
    const refresh: RefreshFunction = async (current) =>
      Reflect.apply(Reflect.get(globalThis, "fetcch"), undefined, [current]);
    const wrong = login.open({ refresh, refreshDeadline: 900 });
    const error = await failureOf(decided(() => wrong.get()));
    // Nobody knows what such a function has done before it threw.
    expect(error).toMatchObject({ code: "in_doubt", kind: "in_doubt" });
    expect(login.sends()).toEqual([]);
    const fixed = login.open();
    expect((await fixed.get()).accessToken).toBeDefined();
    expect(login.server.counters()).toMatchObject({ tokenRequests: 1, refreshes: 1, reuses: 0 });
    await login.checkKept();
  });
});

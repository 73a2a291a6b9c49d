import type { Fault } from "@refresh-once/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { PresetName } from "../../src/scenario/index.ts";
import { AccountProcess, useAccountWorker } from "./account-process.ts";
import { failureOf, openLogin } from "./login.ts";

const worker = useAccountWorker();

/** Longer than a minute, and than what a wait may be longer at random; ms. */
const aMinute = 75_000;

const refusals: readonly (readonly [string, PresetName, Fault])[] = [
  [
    "a 401 with a code of the provider's own",
    "oroBank",
    { kind: "status", status: 401, body: '{"error":"token_expired"}' },
  ],
  ["a 400 with an empty body", "partner", { kind: "status", status: 400 }],
];

// A gateway may have sent such an answer: it names no OAuth error.
describe.each(refusals)("%s", (_, provider, fault) => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("P9: asks for a login, and costs one call of all processes", async () => {
    await using login = await openLogin(provider);
    login.server.fault(provider, fault, 2);
    const events: string[] = [];
    const tokens = login.open({ onEvent: ({ type }) => events.push(type) });
    const error = await failureOf(tokens.get());
    expect(error).toMatchObject({ code: "invalid_grant", kind: "terminal", attempts: 1 });
    expect(error.retryAt).toBeGreaterThan(Date.now());
    for (let call = 0; call < 10; call++) {
      const { retryAt } = error;
      expect(await failureOf(tokens.get())).toMatchObject({ code: "invalid_grant", retryAt });
    }
    await using other = await AccountProcess.start(worker.module, login.job);
    expect((await other.ask("get")).code).toBe("invalid_grant");
    expect(events).toEqual(["reauthorization_required"]);
    expect(login.sends()).toHaveLength(1);
  });

  test("the first rule: is asked again after a minute, in case the refresh token is good", async () => {
    await using login = await openLogin(provider);
    login.server.fault(provider, fault);
    const tokens = login.open();
    const { retryAt = 0 } = await failureOf(tokens.get());
    expect(retryAt - Date.now()).toBeGreaterThan(50_000);
    vi.setSystemTime(Date.now() + aMinute);
    expect((await tokens.get()).accessToken).toBeDefined();
    expect(login.server.counters()).toMatchObject({ tokenRequests: 2, refreshes: 1, reuses: 0 });
    await login.checkKept();
  });

  test("P9: is forgotten after a login", async () => {
    await using login = await openLogin(provider);
    login.server.fault(provider, fault);
    const tokens = login.open();
    await failureOf(tokens.get());
    await tokens.set({ refreshToken: login.server.issueRefreshToken(provider) });
    expect((await tokens.get()).accessToken).toBeDefined();
    expect(login.sends()).toHaveLength(2);
  });
});

test("P10: a bare 401 after a lost answer says that an answer was lost", async () => {
  await using login = await openLogin("oroBank");
  login.server.fault("oroBank", { kind: "lostReply" });
  const error = await failureOf(login.open().get());
  expect(error).toMatchObject({ code: "invalid_grant", kind: "terminal", attempts: 2 });
  expect(error.message).toContain("a new refresh token may have been lost");
});

import { expect, test } from "vitest";
import { refreshFor } from "../../src/scenario/index.ts";
import { AccountProcess, useAccountWorker } from "./account-process.ts";
import { holdResponses } from "./held-endpoint.ts";
import { decided, failureOf, openLogin } from "./login.ts";

const provider = "oroBank";
const refreshDeadline = 500;

const worker = useAccountWorker();

test("the first rule, P1: an answer that comes after its callers' deadline is stored, for all processes", async () => {
  await using login = await openLogin(provider);
  const { server, seed } = login;
  await using other = await AccountProcess.start(worker.module, login.job);
  await using held = await holdResponses(login.target.tokenUrl);
  const refresh = refreshFor({ ...login.target, tokenUrl: held.url });
  const tokens = login.open({ refresh, refreshDeadline });
  // On a busy machine the deadline may pass before the request is sent.
  do {
    const failures = await Promise.all([failureOf(tokens.get()), failureOf(tokens.get())]);
    expect(failures.map(({ code }) => code)).toEqual(["timeout", "timeout"]);
  } while (server.counters().refreshes === 0);
  expect((await login.record())?.tokens?.refreshToken ?? seed.refreshToken).toBe(seed.refreshToken);
  held.release();
  const { accessToken } = await other.askUntilDecided("get");
  expect(accessToken).toBeDefined();
  expect((await login.record())?.tokens?.accessToken).toBe(accessToken);
  expect((await decided(() => tokens.get())).accessToken).toBe(accessToken);
  expect(server.counters()).toMatchObject({ tokenRequests: 1, refreshes: 1, reuses: 0 });
  await login.checkKept();
});

import { expect, test } from "vitest";
import { AccountProcess, useAccountWorker } from "./account-process.ts";
import { decided, failureOf, type Login, openLogin } from "./login.ts";

const provider = "vault";

const worker = useAccountWorker();

type Relogin = (login: Login, refreshToken: string) => Promise<unknown>;

/** What another process does. */
const logins: readonly (readonly [string, Relogin])[] = [
  [
    "calls set()",
    async ({ job }, refreshToken) => {
      await using other = await AccountProcess.start(worker.module, job);
      await other.order({ do: "set", refreshToken });
    },
  ],
  [
    "starts with a new seed",
    async ({ job }, refreshToken) => {
      const seed = { refreshToken };
      await using other = await AccountProcess.start(worker.module, { ...job, seed });
      await other.ask("get");
    },
  ],
];

test.each(logins)(
  "P9: a process whose request was rejected uses a new login at its next call, when another process %s",
  async (_, relogin) => {
    await using login = await openLogin(provider);
    const { server } = login;
    const tokens = login.open({ cooldown: 3_600_000 });
    const first = await tokens.get();
    server.fault(provider, { kind: "status", status: 400, body: '{"error":"invalid_client"}' });
    for (let call = 0; call < 3; call++) {
      expect((await failureOf(tokens.renew(first))).code).toBe("request_rejected");
    }
    // The token endpoint is left alone meanwhile.
    expect(server.counters().tokenRequests).toBe(2);
    await relogin(login, server.issueRefreshToken(provider));
    expect((await tokens.renew(first)).accessToken).not.toBe(first.accessToken);
    expect(server.counters()).toMatchObject({ tokenRequests: 3, reuses: 0 });
    await login.checkKept();
  },
);

test("P4: a process uses a new login at once, although a request with the old one still hangs", async () => {
  await using login = await openLogin(provider);
  const { server } = login;
  server.fault(provider, { kind: "hang" });
  const tokens = login.open({ refreshDeadline: 1_000 });
  // On a busy machine the deadline may pass before the request is sent.
  do expect((await failureOf(tokens.get())).code).toBe("timeout");
  while (login.sends().length === 0);
  await tokens.set({ refreshToken: server.issueRefreshToken(provider) });
  expect((await decided(() => tokens.get())).accessToken).toBeDefined();
  expect(server.counters()).toMatchObject({ tokenRequests: 2, refreshes: 1, reuses: 0 });
  await login.checkKept();
});

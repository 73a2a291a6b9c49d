import { describe, expect, test } from "vitest";
import {
  type ClientName,
  clientNames,
  createClient,
  type PresetName,
  presetNames,
} from "../src/scenario/index.ts";
import { type Account, openAccount, storeNames } from "./account.ts";

const ways = clientNames.flatMap((client) => storeNames.map((store) => ({ client, store })));

const all = presetNames.flatMap((provider) => ways.map((way) => ({ provider, ...way })));

/** Each client with each store, and each provider once at least. */
const some = all.filter((_, index) => {
  const [provider, way] = [Math.floor(index / ways.length), index % ways.length];
  return provider === way % presetNames.length;
});

/** The long form is `TESTS=full`: each client and each store at each provider. */
const cases = process.env.TESTS === "full" ? all : some;

/** What a login leaves; client credentials need none. */
function loginAt(account: Account, provider: PresetName) {
  if (provider === "clientCredentials") return undefined;
  return { refreshToken: account.server.issueRefreshToken(provider) };
}

function connect(account: Account, client: ClientName, tokens = account.manager(undefined)) {
  return createClient(client, tokens, account.target.resourceUrl);
}

describe.each(cases)("$provider by $client with a $store store", ({ provider, client, store }) => {
  test("a first request gets its tokens, later ones use them", async () => {
    await using account = await openAccount(provider);
    const call = connect(account, client, account.manager(loginAt(account, provider), store));
    expect(await call("first")).toBe(200);
    expect(await call("second", { amount: "1" })).toBe(200);
    expect(account.server.counters(provider)).toMatchObject({ refreshes: 1, unauthorized: 0 });
  });

  test("a 401 is met by one refresh and a retry that succeeds", async () => {
    await using account = await openAccount(provider);
    const call = connect(account, client, account.manager(loginAt(account, provider), store));
    await call("first");
    account.server.expireAccessTokens(provider);
    const statuses = await Promise.all([call("a"), call("b", { amount: "1" }), call("c")]);
    expect(statuses).toEqual([200, 200, 200]);
    expect(account.server.counters(provider)).toMatchObject({
      refreshes: 2,
      expiries: 2,
      reuses: 0,
    });
  });

  test("a known expiry is met by one refresh, before anything is sent", async () => {
    await using account = await openAccount(provider);
    const tokens = account.manager(loginAt(account, provider), store);
    const call = connect(account, client, tokens);
    await call("first");
    const { accessToken, ...rest } = await tokens.get();
    account.server.expireAccessTokens(provider);
    await tokens.set({ ...rest, accessToken, expiresAt: Date.now() - 1 });
    expect(await Promise.all([call("a"), call("b", { amount: "1" })])).toEqual([200, 200]);
    expect(account.server.counters(provider)).toMatchObject({ refreshes: 2, unauthorized: 0 });
  });
});

import { authFetch } from "@refresh-once/fetch";
import createClient from "openapi-fetch";
import { expect, expectTypeOf, test } from "vitest";
import { openAccount } from "./account.ts";

interface Echo {
  method: string;
  body: string;
}

interface Paths {
  "/payments": {
    post: {
      requestBody: { content: { "application/json": { amount: number } } };
      responses: { 200: { content: { "application/json": Echo } } };
    };
  };
}

test("an openapi-fetch client over authFetch keeps its types, and sends its body again after a 401", async () => {
  await using account = await openAccount("vault");
  const tokens = account.manager({ refreshToken: account.server.issueRefreshToken("vault") });
  await tokens.get();
  account.server.expireAccessTokens();
  const client = createClient<Paths>({
    baseUrl: account.target.resourceUrl,
    fetch: authFetch(tokens, { origins: [account.server.origin] }),
  });
  const { data } = await client.POST("/payments", { body: { amount: 1 } });
  expectTypeOf(data).toEqualTypeOf<Echo | undefined>();
  expect(data).toMatchObject({ method: "POST", body: '{"amount":1}' });
  expect(account.server.counters()).toMatchObject({ unauthorized: 1, accepted: 1, refreshes: 2 });
});

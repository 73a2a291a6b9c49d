import type { AxiosInstance } from "axios";
import axiosRetry from "axios-retry";
import { describe, expect, test } from "vitest";
import { attachAuth } from "../src/index.ts";
import { adapters, openTwo, outcomeOf, type TwoClients } from "./two-clients.ts";

type Order = "before" | "after";
const cases = adapters.flatMap((adapter) =>
  (["before", "after"] as const).map((order): [Order, (typeof adapters)[number]] => [
    order,
    adapter,
  ]),
);

/** Its types are those of the axios beside it, which may be another version than ours. */
function retry(api: AxiosInstance): void {
  Reflect.apply(axiosRetry, undefined, [api, { retries: 2 }]);
}

/** An instance that has axios-retry, put on before or after attachAuth. */
async function openRetrying(order: Order, adapter: "http" | "fetch"): Promise<TwoClients> {
  const clients = await openTwo({ adapter });
  const { attached, tokens, bare } = clients;
  if (order === "before") clients.detach();
  retry(attached);
  if (order === "before") attachAuth(attached, tokens);
  retry(bare);
  return clients;
}

/** Tokens in the order in which they came. */
function tokensAt({ resource }: TwoClients): (string | undefined)[] {
  return resource.received.map(({ headers }) => headers.authorization);
}

describe.each(cases)("axios-retry put on %s attachAuth, on the %s adapter", (order, adapter) => {
  test("P5: does not multiply a 401", async () => {
    await using clients = await openRetrying(order, adapter);
    clients.resource.answer(() => ({ status: 401 }));
    expect(await outcomeOf(clients.attached.get("/"))).toMatchObject({ status: 401 });
    expect(tokensAt(clients)).toEqual(["Bearer a0", "Bearer a1"]);
  });

  test("has each of its retries sent with the token of that moment", async () => {
    await using clients = await openRetrying(order, adapter);
    const { attached, resource, tokens } = clients;
    const statuses = [503, 503];
    resource.answer(async ({ headers }) => {
      if (headers.authorization === "Bearer a0") return { status: 401 };
      await tokens.set({ accessToken: `login${statuses.length}`, refreshToken: "r" });
      return { status: statuses.pop() ?? 200, body: "done" };
    });
    expect(await outcomeOf(attached.get("/"))).toEqual({ status: 200, data: "done" });
    expect(tokensAt(clients)).toEqual(["Bearer a0", "Bearer a1", "Bearer login2", "Bearer login1"]);
  });

  test("meets a 401 in mid-retry: one refresh, and the retries go on", async () => {
    await using clients = await openRetrying(order, adapter);
    const { attached, resource } = clients;
    const statuses = [200, 401, 503];
    resource.answer(() => ({ status: statuses.pop() ?? 500, body: "done" }));
    expect(await outcomeOf(attached.put("/", { amount: 1 }))).toMatchObject({ status: 200 });
    expect(tokensAt(clients)).toEqual(["Bearer a0", "Bearer a0", "Bearer a1"]);
    expect(new Set(resource.received.map(({ body }) => String(body)))).toEqual(
      new Set(['{"amount":1}']),
    );
  });

  test("gives up as it does with a bare client", async () => {
    await using clients = await openRetrying(order, adapter);
    await clients.tokens.renew(await clients.tokens.get());
    clients.resource.answer(() => ({ status: 503, body: "later" }));
    const outcome = await outcomeOf(clients.attached.get("/"));
    expect(clients.sends()).toBe(3);
    expect(outcome).toEqual(await outcomeOf(clients.bare.get("/")));
    expect(tokensAt(clients)).toHaveLength(6);
  });

  test("P9: does not retry a refresh that has failed", async () => {
    await using clients = await openRetrying(order, adapter);
    await clients.tokens.get();
    await clients.tokens.clear();
    await expect(clients.attached.get("/")).rejects.toMatchObject({ code: "invalid_grant" });
    expect(clients.sends()).toBe(0);
  });
});

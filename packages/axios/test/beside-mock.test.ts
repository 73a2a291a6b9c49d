import type { AxiosInstance } from "axios";
import MockAdapter from "axios-mock-adapter";
import { describe, expect, test } from "vitest";
import { attachAuth } from "../src/index.ts";
import { openTwo, outcomeOf, type TwoClients } from "./two-clients.ts";

/** An instance that has axios-mock-adapter, put on before or after attachAuth. */
async function openMocked(order: string): Promise<TwoClients & { readonly mock: MockAdapter }> {
  const clients = await openTwo({ adapter: "http" });
  const { attached, tokens } = clients;
  if (order === "before") clients.detach();
  // Its types are those of the axios beside it, which may be another version than ours.
  const mock: MockAdapter = Reflect.construct(MockAdapter, [attached]);
  if (order === "before") attachAuth(attached, tokens);
  return { ...clients, mock };
}

/** Answers a GET with 401 once, then with 200; gives the tokens that it has seen. */
function rejectOnce(mock: MockAdapter): string[] {
  const seen: string[] = [];
  mock.onGet("/x").replyOnce(({ headers }) => {
    seen.push(String(headers?.Authorization));
    return [401];
  });
  mock.onGet("/x").reply(({ headers }) => {
    seen.push(String(headers?.Authorization));
    return [200, "mocked"];
  });
  return seen;
}

const get = (api: AxiosInstance) => outcomeOf(api.get("/x"));

describe.each(["before", "after"])("axios-mock-adapter put on %s attachAuth", (order) => {
  test("answers in the resource's place, sees the tokens, and its 401 refreshes", async () => {
    await using clients = await openMocked(order);
    const seen = rejectOnce(clients.mock);
    expect(await get(clients.attached)).toEqual({ status: 200, data: "mocked" });
    expect(seen).toEqual(["Bearer a0", "Bearer a1"]);
    expect(clients.refreshes()).toBe(1);
    expect(clients.sends()).toBe(0);
  });

  test("P6: answers with a challenge as the resource does", async () => {
    await using clients = await openMocked(order);
    const challenge = { "WWW-Authenticate": 'Bearer error="insufficient_scope"' };
    clients.mock.onGet("/x").reply(401, "no", challenge);
    expect(await get(clients.attached)).toMatchObject({ status: 401, data: "no" });
    expect(clients.refreshes()).toBe(0);
  });

  test("is asked for a handler that wants the token", async () => {
    await using clients = await openMocked(order);
    await clients.tokens.renew(await clients.tokens.get());
    clients.mock
      .onGet("/x", { headers: expect.objectContaining({ Authorization: "Bearer a1" }) })
      .reply(200, "known");
    expect(await get(clients.attached)).toEqual({ status: 200, data: "known" });
  });

  test("fails as it is told to", async () => {
    await using clients = await openMocked(order);
    clients.mock.onGet("/x").networkError();
    expect(await get(clients.attached)).toMatchObject({ message: "Network Error" });
    clients.mock.reset();
    clients.mock.onGet("/x").timeout();
    expect(await get(clients.attached)).toMatchObject({ code: "ECONNABORTED" });
  });

  test("passes through to the resource, with the token", async () => {
    await using clients = await openMocked(order);
    clients.mock.onAny().passThrough();
    expect(await get(clients.attached)).toEqual({ status: 200, data: "welcome" });
    expect(clients.sends()).toBe(2);
  });

  test("once restored it is gone, and we are not", async () => {
    await using clients = await openMocked(order);
    rejectOnce(clients.mock);
    await get(clients.attached);
    clients.mock.restore();
    await clients.tokens.set({ accessToken: "old", refreshToken: "r" });
    expect(await get(clients.attached)).toEqual({ status: 200, data: "welcome" });
    expect(clients.sends()).toBe(2);
  });
});

import { describe, expect, test } from "vitest";
import { gate } from "./gate.ts";
import { adapters, expectAlike, openTwo, outcomeOf } from "./two-clients.ts";

const timeout = 100;

describe.each(adapters)("timeout on the %s adapter", (adapter) => {
  test("P5: ends the first sending as it does a bare client's, which is not sent again", async () => {
    await using clients = await openTwo({ adapter, timeout });
    clients.resource.answer(() => new Promise(() => {}));
    const { code, status } = await expectAlike(clients, (api) => api.get("/"));
    expect(code).toMatch(/ECONNABORTED|ETIMEDOUT/);
    expect(status).toBeUndefined();
    expect(clients.sends()).toBe(1);
    expect(clients.refreshes()).toBe(0);
  });

  test("ends the second sending as well", async () => {
    await using clients = await openTwo({ adapter, timeout });
    clients.resource.answer(({ headers }) =>
      headers.authorization === "Bearer a0" ? undefined : new Promise(() => {}),
    );
    const { code } = await expectAlike(clients, (api) => api.get("/"));
    expect(code).toMatch(/ECONNABORTED|ETIMEDOUT/);
    expect(clients.sends()).toBe(2);
    expect(clients.refreshes()).toBe(1);
  });

  test("says what the call's own timeoutErrorMessage says", async () => {
    await using clients = await openTwo({ adapter, timeout, timeoutErrorMessage: "too slow" });
    clients.resource.answer(() => new Promise(() => {}));
    await expectAlike(clients, (api) => api.get("/"));
  });

  test("is of the sendings: the wait for a refresh does not count", async () => {
    const refresh = gate();
    await using clients = await openTwo({ adapter, timeout }, refresh.opened);
    const { attached, bare, resource } = clients;
    const slow = outcomeOf(attached.get("/"));
    await expect.poll(clients.refreshes).toBe(1);
    resource.answer(() => new Promise(() => {}));
    expect(await outcomeOf(bare.get("/"))).toHaveProperty("code");
    resource.answer(undefined);
    refresh.open();
    expect(await slow).toEqual({ status: 200, data: "welcome" });
  });
});

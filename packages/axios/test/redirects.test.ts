import type { Received, Reply } from "@refresh-once/adapter-suite";
import { describe, expect, test } from "vitest";
import { adapters, expectAlike, openTwo } from "./two-clients.ts";

/** `/3` leads to `/2`, and so on to `/0`. */
function countdown({ path }: Received): Reply | undefined {
  const left = Number(path.slice(1));
  return left > 0 ? { status: 302, headers: { location: `/${left - 1}` } } : undefined;
}

describe.each(adapters)("redirects on the %s adapter", (adapter) => {
  test.each([0, 2, 3])("maxRedirects: %i is as with a bare client", async (maxRedirects) => {
    await using clients = await openTwo({ adapter, maxRedirects });
    clients.resource.answer(countdown);
    await expectAlike(clients, (api) => api.get("/3"));
  });

  test("one within the origin keeps the token, and its 401 sends the whole request again", async () => {
    await using clients = await openTwo({ adapter });
    clients.resource.answer(countdown);
    const { status } = await expectAlike(clients, (api) => api.get("/1"));
    expect(status).toBe(200);
    const hops = clients.resource.received.map(
      ({ path, headers }) => `${path} ${headers.authorization}`,
    );
    expect(hops).toEqual([
      "/1 Bearer a0",
      "/0 Bearer a0",
      "/1 Bearer a1",
      "/0 Bearer a1",
      "/1 Bearer bare",
      "/0 Bearer bare",
    ]);
    expect(clients.refreshes()).toBe(1);
  });

  test("a POST that a 303 turns into a GET ends as with a bare client", async () => {
    await using clients = await openTwo({ adapter });
    clients.resource.answer(({ method }) =>
      method === "POST" ? { status: 303, headers: { location: "/0" } } : undefined,
    );
    const { status } = await expectAlike(clients, (api) => api.post("/x", { amount: 1 }));
    expect(status).toBe(200);
    const { received } = clients.resource;
    expect(received.map(({ method }) => method)).toEqual([
      "POST",
      "GET",
      "POST",
      "GET",
      "POST",
      "GET",
    ]);
    expect(received[2]?.body).toEqual(received[0]?.body);
  });
});

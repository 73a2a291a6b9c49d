import { type Received, type Reply, resolveLocalhost } from "@refresh-once/adapter-suite";
import { createTokenManager } from "@refresh-once/core";
import axios, { type AxiosRequestConfig } from "axios";
import { describe, expect, test } from "vitest";
import { attachAuth } from "../src/index.ts";
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

describe("beforeRedirect, which axios has on its http adapter,", () => {
  /** A client whose `/1` leads to the same server under another name, which is not its origin. */
  async function openRedirecting(config: AxiosRequestConfig) {
    const clients = await openTwo({ adapter: "http", validateStatus: null, ...config });
    const { resource } = clients;
    const elsewhere = resource.origin.replace("127.0.0.1", "localhost");
    resource.accept("a0");
    resource.answer(({ path }) =>
      path === "/1" ? { status: 302, headers: { location: `${elsewhere}/0` } } : undefined,
    );
    return clients;
  }

  test("P7: is the caller's own as well, and sees no token that is on its way elsewhere", async () => {
    const seen: unknown[] = [];
    const beforeRedirect: AxiosRequestConfig["beforeRedirect"] = (
      { href, headers },
      ...details
    ) => {
      seen.push(new URL(href).pathname, Object.keys(headers).includes("Authorization"));
      seen.push(details.length);
    };
    await using clients = await openRedirecting({ beforeRedirect });
    const { config } = await clients.attached.get("/1");
    expect(seen.slice(0, 2)).toEqual(["/0", false]);
    expect(config.beforeRedirect).toBe(beforeRedirect);
    await clients.bare.get("/1");
    expect(seen[2]).toBe(seen[5]);
  });

  test("may set an `Authorization` for where the redirect leads", async () => {
    await using clients = await openRedirecting({
      beforeRedirect: ({ headers }) => {
        headers.Authorization = "Basic eA==";
      },
    });
    await clients.attached.get("/1");
    const last = clients.resource.received.at(-1);
    expect(`${last?.path} ${last?.headers.authorization}`).toBe("/0 Basic eA==");
  });

  test("may end the call, as that of a bare client", async () => {
    await using clients = await openRedirecting({
      beforeRedirect: () => {
        throw new Error("not there");
      },
    });
    await expectAlike(clients, (api) => api.get("/1"));
    expect(clients.resource.received.map(({ path }) => path)).toEqual(["/1", "/1"]);
  });

  test("is not left behind in the config", async () => {
    await using clients = await openRedirecting({});
    const ours = (await clients.attached.get("/1")).config;
    const theirs = (await clients.bare.get("/1")).config;
    expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
  });
});

test.each([
  ["http://localhost", "http://api.localhost"],
  ["http://api.localhost", "http://localhost"],
  ["http://127.0.0.1", "http://localhost"],
])(
  "a redirect between two origins of its own, %s and %s, is as with a bare client",
  async (...names) => {
    await using clients = await openTwo({});
    const { resource } = clients;
    using _ = resolveLocalhost();
    const port = new URL(resource.origin).port;
    const [from, to] = names.map((name) => `${name}:${port}`);
    resource.answer(({ path }) =>
      path === "/1" ? { status: 302, headers: { location: `${to}/0` } } : { status: 200 },
    );
    const tokens = createTokenManager({
      refresh: () => Promise.reject(new Error("none needed")),
      seed: { accessToken: "bare" },
    });
    const api = axios.create();
    attachAuth(api, tokens, { origins: [`${from}`, `${to}`] });
    await api.get(`${from}/1`);
    await clients.bare.get(`${from}/1`);
    const [, ours, , bare] = resource.received.map(({ headers }) => headers.authorization);
    expect(ours).toBe(bare);
  },
);

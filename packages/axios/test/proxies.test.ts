import { startResource } from "@refresh-once/adapter-suite";
import axios from "axios";
import { afterEach, describe, expect, test, vi } from "vitest";
import { attachAuth } from "../src/index.ts";
import { failureOf, openTwo } from "./two-clients.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("proxy, which axios has on its http adapter,", () => {
  test("is used where the caller names one, also for loopback", async () => {
    await using clients = await openTwo({ adapter: "http" });
    await using proxy = await startResource();
    proxy.accept("a0");
    const { hostname: host, port } = new URL(proxy.origin);
    const { status } = await clients.attached.get("/x", { proxy: { host, port: Number(port) } });
    expect(status).toBe(200);
    expect(proxy.received.map(({ path }) => path)).toEqual([`${clients.resource.origin}/x`]);
    expect(clients.resource.received).toEqual([]);
  });

  test("is that of the environment for a request without our token", async () => {
    await using clients = await openTwo({ adapter: "http", validateStatus: null });
    await using proxy = await startResource();
    vi.stubEnv("http_proxy", proxy.origin);
    vi.stubEnv("no_proxy", "");
    vi.stubEnv("NO_PROXY", "");
    const headers = { Authorization: "Basic eA==" };
    await clients.attached.get("/x", { headers });
    expect(proxy.received.map((request) => request.headers.authorization)).toEqual(["Basic eA=="]);
  });

  test.each([undefined, null, false])(
    "is %s in the config afterwards, as before",
    async (proxy) => {
      await using clients = await openTwo({ adapter: "http" });
      const configOf = async (api: typeof clients.bare) => {
        const { config } = await api.get("/x", Object({ proxy }));
        return { ...config, headers: {}, transformRequest: [], transformResponse: [] };
      };
      const { attached, bare } = clients;
      expect(await configOf(attached)).toStrictEqual(await configOf(bare));
    },
  );
});

test("P7: a proxy that the caller names gets no token for an `https:` origin unencrypted", async () => {
  await using clients = await openTwo({ adapter: "http" });
  await using proxy = await startResource();
  const { hostname: host, port } = new URL(proxy.origin);
  const origin = clients.resource.origin.replace("http:", "https:");
  const api = axios.create({
    baseURL: origin,
    proxy: { host, port: Number(port), protocol: "http" },
  });
  attachAuth(api, clients.tokens);
  const failure = await failureOf(api.get("/x"));
  expect(proxy.received).toEqual([]);
  // Since 1.16.1, axios asks for a tunnel; the error is the proxy's own then.
  const [, minor] = axios.VERSION.split(".").map(Number);
  expect(Object(failure).code === "insecure_origin").toBe(Number(minor) < 16);
});

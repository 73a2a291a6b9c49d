import { expect, vi } from "vitest";
import type { Case } from "../case.ts";
import { openLab } from "../lab.ts";
import type { Resource } from "../resource.ts";

/** Has the environment name a proxy for every host. */
function proxyOfEnvironment(name: string, proxy: Resource): Disposable {
  for (const bypass of ["no_proxy", "NO_PROXY"]) vi.stubEnv(bypass, "");
  vi.stubEnv(name, proxy.origin);
  return { [Symbol.dispose]: () => vi.unstubAllEnvs() };
}

/** Requests to loopback are unencrypted: their token must not leave the machine by way of a proxy. */
const loopback = ["http_proxy", "HTTP_PROXY", "all_proxy"].map(
  (name): Case => ({
    property: "P7",
    title: `a loopback origin, and a proxy in \`${name}\``,
    wanted: "the request goes directly to the origin, and nothing to the proxy",
    async check(adapter) {
      await using lab = await openLab(adapter);
      const { resource, foreign: proxy } = lab;
      using _ = proxyOfEnvironment(name, proxy);
      expect((await lab.client({ url: resource.origin })).status).toBe(200);
      expect(proxy.received).toEqual([]);
      const tokens = resource.received.map(({ headers }) => headers.authorization);
      expect(tokens).toEqual(["Bearer a0", "Bearer a1"]);
    },
  }),
);

/** A proxy must not get more of them than a `CONNECT`. */
const encrypted = ["https_proxy", "HTTPS_PROXY", "all_proxy"].map(
  (name): Case => ({
    property: "P7",
    title: `an \`https:\` origin, and an \`http:\` proxy in \`${name}\``,
    wanted: "nothing is sent unencrypted to the proxy",
    async check(adapter) {
      await using lab = await openLab(adapter);
      // No server speaks TLS here: the call fails, whatever way it takes.
      const origin = lab.resource.origin.replace("http:", "https:");
      using _ = proxyOfEnvironment(name, lab.foreign);
      const client = lab.attach({ origins: [origin] });
      await client({ url: `${origin}/x` }).catch(() => {});
      expect(lab.foreign.received).toEqual([]);
    },
  }),
);

/** A proxy that the client takes from the environment. */
export const environmentProxyCases: readonly Case[] = [...loopback, ...encrypted];

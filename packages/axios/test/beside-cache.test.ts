import { inspect } from "node:util";
import { isTokenError } from "@refresh-once/core";
import axios, { type AxiosInstance } from "axios";
import { setupCache } from "axios-cache-interceptor";
import axiosRetry from "axios-retry";
import { describe, expect, test, vi } from "vitest";
import { attachAuth } from "../src/index.ts";
import { adapters, failureOf, openTwo } from "./two-clients.ts";

/** Their types are those of the axios beside them, which may be another version than ours. */
function cache(api: AxiosInstance): void {
  Reflect.apply(setupCache, undefined, [api]);
}

function retry(api: AxiosInstance, onRetry: () => void): void {
  Reflect.apply(axiosRetry, undefined, [api, { retries: 2, onRetry }]);
}

/** An instance with axios-cache-interceptor, axios-retry and attachAuth, in this order. */
async function openCached(adapter: "http" | "fetch") {
  const clients = await openTwo({ adapter });
  const onRetry = vi.fn();
  clients.detach();
  cache(clients.attached);
  retry(clients.attached, onRetry);
  attachAuth(clients.attached, clients.tokens);
  return { ...clients, onRetry };
}

/** Five callers of one URL: the cache sends one request, and has four wait for it. */
const callers = Array.from({ length: 5 });

describe.each(adapters)(
  "axios-cache-interceptor before attachAuth, on the %s adapter",
  (adapter) => {
    test("P4: callers that wait for the same URL are told of a login that has ended", async () => {
      await using clients = await openCached(adapter);
      const { attached, tokens } = clients;
      await tokens.get();
      await tokens.clear();
      const failures = await Promise.all(callers.map(() => failureOf(attached.get("/x"))));
      expect(failures).toHaveLength(5);
      for (const failure of failures) expect(failure).toMatchObject({ code: "invalid_grant" });
      await tokens.set({ accessToken: "bare" });
      expect(await Promise.all(callers.map(async () => (await attached.get("/x")).status))).toEqual(
        Array(5).fill(200),
      );
    });

    test("P4: so they are of a refresh that fails after a 401", async () => {
      await using clients = await openCached(adapter);
      const { attached, tokens } = clients;
      await tokens.set({ accessToken: "old", refreshToken: "dead" });
      const failures = await Promise.all(callers.map(() => failureOf(attached.get("/x"))));
      for (const failure of failures) {
        expect(failure).toMatchObject({ code: "invalid_grant" });
        expect(failure).toHaveProperty("response.status", 401);
      }
      expect(clients.sends()).toBe(1);
      await tokens.set({ accessToken: "bare" });
      expect((await attached.get("/x")).status).toBe(200);
    });

    test("answers from the cache without a refresh", async () => {
      await using clients = await openCached(adapter);
      const { attached, tokens } = clients;
      await attached.get("/x");
      await tokens.clear();
      expect((await attached.get("/x")).data).toBe("welcome");
      expect(clients.refreshes()).toBe(1);
      expect(clients.sends()).toBe(2);
    });

    test("P9: axios-retry does not retry a refresh that has failed", async () => {
      await using clients = await openCached(adapter);
      const { attached, tokens } = clients;
      await tokens.set({ accessToken: "old", refreshToken: "dead" });
      await failureOf(attached.get("/x"));
      await tokens.clear();
      await failureOf(attached.get("/x"));
      expect(clients.onRetry).not.toHaveBeenCalled();
    });
  },
);

describe.each(adapters)("a TokenError on the %s adapter", (adapter) => {
  test("P8: has the config of its call for plugins, without a token, and shows it to nobody", async () => {
    await using clients = await openTwo({ adapter });
    const { attached, tokens } = clients;
    await tokens.set({ accessToken: "secret-token", refreshToken: "dead" });
    const failure = await failureOf(attached.get("/x", { headers: { "x-mine": "1" } }));
    expect(isTokenError(failure) && axios.isAxiosError(failure)).toBe(true);
    expect(failure).toHaveProperty("config.url", "/x");
    const config: unknown = Reflect.get(Object(failure), "config");
    expect(inspect(config, { showHidden: true, depth: 9 })).not.toContain("secret-token");
    expect(JSON.stringify(config)).toContain("x-mine");
    const shown = inspect(failure, { showHidden: true, depth: 9 }) + JSON.stringify(failure);
    expect(shown).not.toContain("secret-token");
    expect(shown).not.toContain("x-mine");
    expect({ ...Object(failure) }).not.toHaveProperty("config");
  });

  test("is that of its caller alone", async () => {
    await using clients = await openTwo({ adapter });
    const { attached, tokens } = clients;
    await tokens.get();
    await tokens.clear();
    const urls = ["/1", "/2", "/3"];
    const failures = await Promise.all(urls.map((url) => failureOf(attached.get(url))));
    expect(failures.map((failure) => Object(failure).config.url)).toEqual(urls);
  });
});

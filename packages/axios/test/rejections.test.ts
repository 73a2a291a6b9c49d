import type { AxiosAdapter, InternalAxiosRequestConfig } from "axios";
import { describe, expect, test } from "vitest";
import { adapters, failureOf, openTwo } from "./two-clients.ts";

const unreadable = {
  toString() {
    throw new TypeError("no text");
  },
};

/** Configurations that axios, or its adapter, refuses. */
const configs: [string, object][] = [
  ["an adapter that it does not know", { adapter: "none" }],
  ["a URL that is none", { url: "http://[" }],
  ["a header name that is none", { headers: { "bad name": "x" } }],
  ["a URL that cannot be made a text", { url: unreadable, baseURL: undefined }],
];

describe.each(adapters)(
  "an instance with attachAuth rejects, and throws nothing, on the %s adapter",
  (adapter) => {
    test.each(configs)("for %s", async (_, config) => {
      await using clients = await openTwo({ adapter });
      const { attached } = clients;
      const call: Promise<unknown> = Reflect.apply(attached.request, attached, [
        { url: "/", ...config },
      ]);
      await failureOf(call);
      expect(clients.sends()).toBe(0);
    });

    test("P8: for an adapter that throws, and leaves no token in its config", async () => {
      await using clients = await openTwo({ adapter });
      await clients.tokens.get();
      const configs: InternalAxiosRequestConfig[] = [];
      const broken: AxiosAdapter = (config) => {
        configs.push(config);
        throw new TypeError("broken");
      };
      const call = clients.attached.get("/", { adapter: broken });
      await expect(call).rejects.toThrow("broken");
      expect(configs.map(({ headers }) => headers.has("Authorization"))).toEqual([false]);
    });
  },
);

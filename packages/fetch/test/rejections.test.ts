import { createTokenManager } from "@refresh-once/core";
import { describe, expect, test } from "vitest";
import { authFetch } from "../src/index.ts";

const url = "http://127.0.0.1:1/";

const unreadable = new Proxy(new Headers(), {
  get() {
    throw new TypeError("not for you");
  },
});

/** Calls that `fetch` refuses. */
const calls: [string, readonly unknown[]][] = [
  ["a URL that is none", ["http://[", {}]],
  ["no URL", []],
  ["null as URL", [null]],
  ["a symbol as URL", [Symbol("url")]],
  [
    "a URL that cannot be made a text",
    [
      {
        toString() {
          throw new TypeError("no text");
        },
      },
    ],
  ],
  ["header pairs that are none", [url, { headers: [["lonely"]] }]],
  ["a header name that is none", [url, { headers: new Map([["bad name", "x"]]) }]],
  ["headers that cannot be read", [url, { headers: unreadable }]],
  ["a header value that is none", [url, { headers: { "x-mine": "a\nb" } }]],
  ["a symbol as header value", [url, { headers: { "x-mine": Symbol("value") } }]],
  ["a method that is none", [url, { method: "bad method" }]],
];

describe("authFetch rejects as `fetch` does, and throws nothing,", () => {
  const tokens = createTokenManager({
    refresh: () => Promise.reject(new Error("none needed")),
    seed: { accessToken: "a0" },
  });
  const send = authFetch(tokens, { origins: [url] });

  test.each(calls)("for %s", async (_, call) => {
    const ours: unknown = Reflect.apply(send, undefined, call);
    const theirs: unknown = Reflect.apply(fetch, undefined, call);
    await expect(theirs).rejects.toBeInstanceOf(TypeError);
    await expect(ours).rejects.toBeInstanceOf(TypeError);
  });

  test("for a `fetch` below it that throws", async () => {
    const broken: typeof fetch = () => {
      throw new TypeError("broken");
    };
    await expect(authFetch(tokens, { origins: [url], fetch: broken })(url)).rejects.toThrow(
      "broken",
    );
  });
});

import { createTokenManager } from "@refresh-once/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { authFetch } from "../src/index.ts";

const origins = ["https://api.test", "https://xn--bcher-kva.test:8443", "http://127.0.0.1:3000"];

const scheme = fc.constantFrom(
  ...[
    "https:",
    "HTTPS:",
    "http:",
    "https:\t",
    " https:",
    "blob:https:",
    "data:",
    "javascript:",
    "",
  ],
);
const slashes = fc.constantFrom("//", "/", "\\\\", "/\\", "///", "", "/\t/");
const user = fc.constantFrom("", "", "", "user@", "user:pass@", "api.test@", "api.test%2F@", "@");
const host = fc.constantFrom(
  ...["api.test", "API.TEST", "api.test.", "api.test.evil.test", "evil.test", "bücher.test"],
  ...["xn--bcher-kva.test", "127.0.0.1", "127.1", "0x7f.1", "api\t.test", "api。test", "", "[::1]"],
);
const port = fc.constantFrom("", "", ":443", ":0443", ":8443", ":3000", ":80", ":", ":99999", ":@");
const rest = fc.oneof(
  fc.constantFrom("", "/x", "\\x", "?x", "#x", "/@evil.test", "/..//evil.test", "\n/x"),
  fc.string().map((path) => `/${path}`),
);
const url = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.tuple(scheme, slashes, user, host, port, rest).map((of) => of.join("")),
  },
  { weight: 1, arbitrary: fc.string() },
);

function originOf(target: string): string {
  try {
    return new URL(target).origin;
  } catch {
    return "";
  }
}

/** How many URLs are tried. */
const numRuns = process.env.TESTS === "full" ? 5_000 : 1_000;

test("P7: a token is attached only where the URL's origin is one of its own", async () => {
  const tokens = createTokenManager({
    refresh: () => Promise.reject(new Error("none needed")),
    seed: { accessToken: "a1" },
  });
  await tokens.get();
  let attached = 0;
  const send = authFetch(tokens, {
    origins,
    async fetch(input, init) {
      const target = String(input);
      const has = new Headers(init?.headers).has("authorization");
      const origin = originOf(target);
      expect(has, target).toBe(origins.includes(origin));
      if (has) attached++;
      return new Response();
    },
  });
  await fc.assert(
    fc.asyncProperty(url, async (target) => {
      await send(target);
    }),
    { numRuns },
  );
  expect(attached).toBeGreaterThan(numRuns / 50);
});

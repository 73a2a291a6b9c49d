import { createTokenManager } from "@refresh-once/core";
import axios, {
  type AxiosAdapter,
  type AxiosInstance,
  type InternalAxiosRequestConfig,
} from "axios";
import fc from "fast-check";
import { expect, test } from "vitest";
import { attachAuth } from "../src/index.ts";

const origin = "https://api.test";

const url = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("https:", "HTTPS:", "http:", " https:", "\thttps:", "data:", "x:", ""),
      fc.constantFrom("//", "/", "\\\\", "/\\", "///", ""),
      fc.constantFrom("", "", "user@", "api.test@", "api.test\\@"),
      fc.constantFrom("api.test", "API.TEST", "evil.test", "api.test.evil.test", ""),
      fc.constantFrom("", ":443", ":8443", ":", "@evil.test"),
      fc.constantFrom("", "/x", "\\x", "?x", "/@evil.test"),
    )
    .map((of) => of.join("")),
  fc.string(),
);
const baseURL = fc.constantFrom(
  ...[undefined, origin, `${origin}/v1/`, `${origin}//`, `${origin}?x=`, `${origin}:443`],
  ...[
    "https://evil.test",
    "https:",
    "https:/",
    "//evil.test",
    "",
    " ",
    `${origin}\t`,
    `${origin}\\`,
  ],
);
const allowAbsoluteUrls = fc.constantFrom(undefined, true, false);

/** The long form is `TESTS=full`. */
const numRuns = process.env.TESTS === "full" ? 5_000 : 500;

/** Of the URL that axios would send to; some it refuses by itself. */
function originOf(api: AxiosInstance, config: InternalAxiosRequestConfig): string {
  try {
    return new URL(api.getUri(config)).origin;
  } catch (thrown) {
    if (axios.isAxiosError(thrown) && thrown.code === "ERR_INVALID_URL") return "refused";
    throw thrown;
  }
}

test("P7: a token is attached only where the URL that axios makes of it all is of its origin", async () => {
  const tokens = createTokenManager({
    refresh: () => Promise.reject(new Error("none needed")),
    seed: { accessToken: "a1" },
  });
  await tokens.get();
  let attached = 0;
  const adapter: AxiosAdapter = async (config) => {
    if (config.headers.has("Authorization")) {
      attached++;
      expect([origin, "refused"]).toContain(originOf(api, config));
    }
    return { data: "", status: 200, statusText: "", headers: {}, config };
  };
  const api = axios.create({ adapter });
  attachAuth(api, tokens, { origins: [origin] });
  await fc.assert(
    fc.asyncProperty(url, baseURL, allowAbsoluteUrls, async (target, base, absolute) => {
      const config = { ...(base !== undefined && { baseURL: base }) };
      await api.get(target, {
        ...config,
        ...(absolute !== undefined && { allowAbsoluteUrls: absolute }),
      });
    }),
    { numRuns },
  );
  expect(attached).toBeGreaterThan(100);
});

import { Agent } from "node:http";
import axios, { type InternalAxiosRequestConfig } from "axios";
import { describe, expect, test } from "vitest";
import { restore, TokenGuard } from "../src/token-guard.ts";

const guard = new TokenGuard((url) => url.startsWith("https://api.test/"));

/** What follow-redirects gives to `beforeRedirect`. */
function redirectTo(href: string, { httpAgent }: InternalAxiosRequestConfig) {
  return { href, headers: { Authorization: "Bearer a0" }, agents: { http: httpAgent } };
}

const details = [
  { headers: {}, statusCode: 302 },
  { headers: {}, url: "https://api.test/", method: "GET" },
] as const;

describe("a redirect from `https:` to `http:`, which needs no token,", () => {
  test.each([
    ["by default", undefined],
    ["with an agent of the caller", new Agent()],
  ])("is followed as without us, %s", (_, httpAgent) => {
    const config: InternalAxiosRequestConfig = {
      headers: new axios.AxiosHeaders(),
      ...(httpAgent && { httpAgent }),
    };
    const own = guard.protect(config, "https://api.test/");
    const options = redirectTo("http://api.test/", config);
    config.beforeRedirect?.(options, ...details);
    expect(options).toEqual({
      href: "http://api.test/",
      headers: {},
      agents: httpAgent ? { http: httpAgent } : {},
    });
    restore(config, own);
    expect(config.httpAgent).toBe(httpAgent);
  });
});

test("P7: a redirect to another `https:` URL of its own is still refused by way of an `http:` proxy", () => {
  const config: InternalAxiosRequestConfig = { headers: new axios.AxiosHeaders() };
  guard.protect(config, "https://api.test/");
  const options = redirectTo("https://api.test/there", config);
  config.beforeRedirect?.(options, ...details);
  expect(options.headers).toEqual({ Authorization: "Bearer a0" });
  expect(() => options.agents.http.addRequest()).toThrow(
    expect.objectContaining({ code: "insecure_origin" }),
  );
});

import nock from "nock";
import { describe, expect, test } from "vitest";
import { call, failureOf } from "./call.ts";
import { everyPreset } from "./every-preset.ts";
import { answers, useNock } from "./wire.ts";

useNock();

/** The target of the redirects. The list contains the requests that it received. */
function elsewhere(location: string): string[] {
  const seen: string[] = [];
  const { origin, pathname } = new URL(location);
  const scope = nock(origin);
  for (const method of ["GET", "POST"]) {
    scope.intercept(pathname, method).optionally().reply(200, { access_token: "theirs" });
  }
  scope.on("request", ({ method }: { method: string }) => seen.push(method));
  return seen;
}

describe.each(everyPreset)("$name", ({ url, refresh }) => {
  test.each([301, 302, 303, 307, 308])("a %i is a failure and is not followed", async (status) => {
    const seen = elsewhere("https://elsewhere.example/token");
    answers(url, status, "", { location: "https://elsewhere.example/token" });
    const failure = await failureOf(call(refresh, "r1"));
    expect(failure).toMatchObject({ code: "request_rejected", kind: "misuse" });
    expect(failure.message).toContain(`status ${status}`);
    expect(seen).toEqual([]);
  });

  test("a redirect on the same host is not followed either", async () => {
    const location = new URL("/elsewhere", url).href;
    const seen = elsewhere(location);
    answers(url, 307, "", { location });
    expect(await failureOf(call(refresh, "r1"))).toMatchObject({ code: "request_rejected" });
    expect(seen).toEqual([]);
  });
});

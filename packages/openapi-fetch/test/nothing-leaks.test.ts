import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Middleware } from "openapi-fetch";
import { describe, expect, test } from "vitest";
import { authMiddleware } from "../src/index.ts";
import { openClient } from "./stale-client.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

const early: Middleware = { onRequest: () => new Response("cached") };
const failing: Middleware = { onRequest: () => Promise.reject(new Error("not today")) };

/** Calls that end before our middleware is told of their answer. */
const endings: [string, Middleware | undefined][] = [
  ["another middleware answers early", early],
  ["another middleware throws", failing],
  ["the fetch fails", undefined],
];

describe("of a call that had its token already, nothing stays behind when", () => {
  test.each(endings)("%s", async (_, ending) => {
    await using account = await openClient({
      fetch: () => Promise.reject(new Error("no network")),
    });
    account.client.use(authMiddleware(account.tokens));
    const seen: WeakRef<Request>[] = [];
    const watch: Middleware = {
      onRequest({ request }) {
        expect(request.headers.get("authorization")).toBe("Bearer a0");
        seen.push(new WeakRef(request));
      },
    };
    const middleware = [watch, ...(ending ? [ending] : [])];
    for (let call = 0; call < 20; call++) {
      const body = { amount: call };
      await account.client.POST("/x", { body, middleware, parseAs: "text" }).catch(() => {});
    }
    expect(seen).toHaveLength(20);
    await expect
      .poll(() => {
        collectGarbage();
        return seen.filter((request) => request.deref()).length;
      })
      // The engine may hold on to the last one.
      .toBeLessThanOrEqual(1);
  });
});

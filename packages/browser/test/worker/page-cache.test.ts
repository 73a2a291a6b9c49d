import { expect, test } from "vitest";
import { PageCache } from "../../src/worker/page-cache.ts";

const usableUntil = Date.now() + 60_000;

test("a reply that was sent before a logout is not kept, if it arrives after the message about it", () => {
  const cache = new PageCache();
  cache.drop(2_000);
  cache.keep({ tokens: { accessToken: "old" }, usableUntil, asOf: 1_999 });
  expect(cache.usable).toBeUndefined();
  cache.keep({ tokens: { accessToken: "new" }, usableUntil, asOf: 2_001 });
  expect(cache.usable?.accessToken).toBe("new");
});

test("tokens are recalled after a change, also those that were not kept", () => {
  const cache = new PageCache();
  cache.keep({ tokens: { accessToken: "old" }, usableUntil, asOf: 1 });
  cache.drop(2_000);
  cache.keep({ tokens: { accessToken: "new" }, usableUntil, asOf: 1_999 });
  expect(cache.recall("old")?.accessToken).toBe("old");
  expect(cache.recall("new")?.accessToken).toBe("new");
  expect(cache.recall("other")).toBeUndefined();
  for (let asOf = 3_000; asOf < 3_100; asOf++) {
    cache.keep({ tokens: { accessToken: `a${asOf}` }, usableUntil, asOf });
  }
  expect(cache.recall("old")).toBeUndefined();
});

test("tokens are not used for longer than the worker has said", () => {
  const cache = new PageCache();
  cache.keep({ tokens: { accessToken: "a" }, usableUntil: Date.now() - 1, asOf: 1 });
  expect(cache.usable).toBeUndefined();
});

import { hasRedis } from "@refresh-once/servers";
import { expect, test } from "vitest";
import { measurePool } from "../src/pool/pool-bench.ts";

test.skipIf(!hasRedis())("an account needs more memory when it has tokens", async () => {
  const { accounts, creation, hit, idle, active } = await measurePool(300);
  expect(accounts).toBe(300);
  for (const time of [creation, hit]) expect(time).toBeGreaterThan(0);
  expect(idle).toBeGreaterThan(100);
  // The access token alone has 400 characters.
  expect(active).toBeGreaterThan(idle + 400);
});

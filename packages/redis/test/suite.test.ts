import { hasRedis } from "@refresh-once/servers";
import { tokenStoreSuite } from "@refresh-once/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { type OpenClient, testedLibraries } from "./clients.ts";
import { useRedis } from "./redis-of-tests.ts";

describe.skipIf(!hasRedis()).each(testedLibraries)("a store over %s", (_, open) => {
  const redis = useRedis();
  let opened: OpenClient;
  beforeAll(async () => {
    opened = await open(redis.server.url);
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  const openStore = (key: string) => redisStore(opened.client, { key });
  const restart = async () => {
    await redis.server.kill();
    await redis.server.start();
    // The client notices the restart only when it sends the next command.
    await expect
      .poll(() =>
        openStore("some")
          .read()
          .then(() => true),
      )
      .toBe(true);
  };
  for (const { name, run, restarts } of tokenStoreSuite(openStore, { restart })) {
    (restarts ? test : test.concurrent)(name, run);
  }
});

import { redisStore } from "@refresh-once/redis";
import { hasRedis, startRedis } from "@refresh-once/servers";
import { createClient } from "redis";
import { afterEach, expect, test, vi } from "vitest";
import { diagnose } from "../../src/doctor/diagnosis.ts";

afterEach(() => {
  vi.useRealTimers();
});

test.skipIf(!hasRedis())(
  "a store that does not answer is a problem, and is asked nothing more",
  async () => {
    await using server = await startRedis();
    const client = createClient({ url: server.url });
    client.on("error", () => {});
    await client.connect();
    await server.pause();
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const store = redisStore(client, { key: "tokens:oro" });
    const account = { name: "oro", options: { refresh: async () => ({ accessToken: "" }), store } };
    const diagnosing = diagnose({ ...account, origins: [] }, new AbortController().signal);
    // Long enough for further checks, if there were any.
    await vi.advanceTimersByTimeAsync(300_000);
    const { findings } = await diagnosing;
    expect(findings).toMatchObject([
      {
        level: "problem",
        message: "The store cannot be read: there was no answer within 30 seconds",
      },
      { check: "endpoint" },
    ]);
    client.destroy();
    await server.resume();
  },
);

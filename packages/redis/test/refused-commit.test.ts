import { inspect } from "node:util";
import { createTokenManager, isTokenError } from "@refresh-once/core";
import { hasRedis } from "@refresh-once/servers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { testedLibraries } from "./clients.ts";
import { commitUpTo, lease, record, won } from "./record.ts";
import { useRedis } from "./redis-of-tests.ts";

describe.skipIf(!hasRedis()).each(testedLibraries)(
  "a server that accepts no writes, over %s",
  (_, open) => {
    const redis = useRedis();
    beforeEach(() => redis.admin.flushAll());
    afterEach(() => redis.admin.configSet({ maxmemory: "0", "min-replicas-to-write": "0" }));

    const isFull = () =>
      redis.admin.configSet({ maxmemory: "1", "maxmemory-policy": "noeviction" });

    /** Rejects also what needs no memory. */
    const refusesAll = () => redis.admin.configSet("min-replicas-to-write", "1");

    test("P8: returns an error that contains no token in any property", async () => {
      await using opened = await open(redis.server.url);
      const claim = await won(redisStore(opened.client, { key: "tokens" }).claim(0, lease));
      await refusesAll();
      const error = await claim.commit(record(1)).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ message: expect.stringMatching(/NOREPLICAS/) });
      const shown = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error);
      expect(shown).not.toContain("secret");
    });

    test("P2: is noticed before a token is spent", async () => {
      await using opened = await open(redis.server.url);
      const store = redisStore(opened.client, { key: "tokens" });
      await commitUpTo(store, 1);
      await isFull();
      let sends = 0;
      await using tokens = createTokenManager({
        store,
        refresh: async () => {
          sends++;
          return { accessToken: "never" };
        },
      });
      const { tokens: stored } = record(1);
      const error = await tokens.renew(stored ?? { accessToken: "" }).catch((thrown) => thrown);
      expect(isTokenError(error) && error.code).toBe("store_failed");
      expect(sends).toBe(0);
      expect((await store.read())?.revision).toBe(1);
    });

    test("P1: applies no part of a commit that it rejects, and the commit can be retried", async () => {
      await using opened = await open(redis.server.url);
      const store = redisStore(opened.client, { key: "tokens" });
      const claim = await won(store.claim(0, lease));
      const before = await redis.admin.hGetAll("tokens");
      await refusesAll();
      await expect(claim.commit(record(1))).rejects.toThrow();
      expect(await redis.admin.hGetAll("tokens")).toEqual(before);
      await redis.admin.configSet("min-replicas-to-write", "0");
      expect(await claim.commit(record(1))).toBe(true);
    });

    test("P1, P2: becomes full during a request: the reply is stored", async () => {
      await using opened = await open(redis.server.url);
      const store = redisStore(opened.client, { key: "tokens" });
      await commitUpTo(store, 1);
      let sends = 0;
      const refresh = async () => {
        sends++;
        await isFull();
        return { accessToken: "secret-a2", refreshToken: "secret-r2" };
      };
      await using tokens = createTokenManager({ store, refresh });
      const { tokens: stored } = record(1);
      const renewed = await tokens.renew(stored ?? { accessToken: "" });
      expect(renewed.accessToken).toBe("secret-a2");
      expect((await store.read())?.tokens?.refreshToken).toBe("secret-r2");
      expect(sends).toBe(1);
    });

    test("P1: becomes full during a request: the lease can be extended", async () => {
      await using opened = await open(redis.server.url);
      const claim = await won(redisStore(opened.client, { key: "tokens" }).claim(0, lease));
      const until = () => redis.admin.hGet("tokens", "until").then(Number);
      await redis.admin.hSet("tokens", "until", 1);
      await isFull();
      expect(await claim.extend?.()).toBe(true);
      expect(await until()).toBeGreaterThan(Date.now());
    });

    test("P1: the lease restarts after a failed commit if the server accepts writes", async () => {
      await using opened = await open(redis.server.url);
      const claim = await won(redisStore(opened.client, { key: "tokens" }).claim(0, lease));
      await redis.admin.hSet("tokens", "until", 0);
      // A record that is too large is not sent to the server.
      const tooLarge = { accessToken: "a".repeat(5 * 1024 * 1024) };
      await expect(claim.commit({ ...record(1), tokens: tooLarge })).rejects.toThrow(RangeError);
      await expect
        .poll(async () => Number(await redis.admin.hGet("tokens", "until")))
        .toBeGreaterThan(Date.now());
    });

    test("P1: a failed commit does not restart the lease of another claimant", async () => {
      await using opened = await open(redis.server.url);
      const store = redisStore(opened.client, { key: "tokens" });
      const claim = await won(store.claim(0, { duration: 0 }));
      await won(store.claim(0, { duration: 0 }));
      const taken = await redis.admin.hGetAll("tokens");
      await expect(claim.commit({ ...record(1), obtainedAt: Number.NaN })).rejects.toThrow();
      await store.read();
      expect(await redis.admin.hGetAll("tokens")).toEqual(taken);
    });

    test("P3: a record that skips a revision is rejected", async () => {
      await using opened = await open(redis.server.url);
      const store = redisStore(opened.client, { key: "tokens" });
      const claim = await won(store.claim(0, lease));
      await expect(claim.commit(record(2))).rejects.toThrow(RangeError);
      expect(await store.read()).toBeUndefined();
    });
  },
);

test("P8: arguments that a server quotes are removed from the error", async () => {
  const quoting = async () => {
    throw new Error("ERR unknown command 'EVAL', with args beginning with: 'x' 'secret-r1'");
  };
  const store = redisStore({ eval: quoting, hGetAll: quoting }, { key: "tokens" });
  const error = await store.read().catch((thrown: unknown) => thrown);
  expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain("secret");
  expect(`${error}`).toBe("Error: ERR unknown command 'EVAL'");
});

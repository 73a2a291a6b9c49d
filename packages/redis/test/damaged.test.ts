import type { TokenStore } from "@refresh-once/core";
import type { Claim } from "@refresh-once/core/store";
import { hasRedis } from "@refresh-once/servers";
import { beforeEach, describe, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { testedLibraries } from "./clients.ts";
import { commitUpTo, lease, record, won } from "./record.ts";
import { useRedis } from "./redis-of-tests.ts";

const key = "tokens:7";
const text = JSON.stringify(record(1));

describe.skipIf(!hasRedis()).each(testedLibraries)(
  "over %s, no foreign or damaged value",
  (_, open) => {
    const redis = useRedis();
    beforeEach(() => redis.admin.flushAll());

    const kinds: Record<string, () => Promise<unknown>> = {
      "a string": () => redis.admin.set(key, "theirs"),
      "a list": () => redis.admin.lPush(key, "theirs"),
      "a hash of another program": () => redis.admin.hSet(key, { name: "theirs" }),
      "a hash of another program with a field revision": () =>
        redis.admin.hSet(key, { revision: "1" }),
      "a revision that is not a number": () =>
        redis.admin.hSet(key, { revision: "(1", record: text }),
      "a record without a revision": () => redis.admin.hSet(key, { record: text }),
      "a record that was never committed": () =>
        redis.admin.hSet(key, { revision: "0", record: text }),
      "a revision that is not the record's": () =>
        redis.admin.hSet(key, { revision: "2", record: text }),
      "a record that is cut off": () =>
        redis.admin.hSet(key, { revision: "1", record: text.slice(0, -1) }),
      "a record that is empty": () => redis.admin.hSet(key, { revision: "1", record: "" }),
    };
    const onlyReaders: Record<string, () => Promise<unknown>> = {
      ...kinds,
      "a record that is not JSON": () =>
        redis.admin.hSet(key, { revision: "1", record: text.replace("secret", '"') }),
      "a record whose tokens are not an object": () =>
        redis.admin.hSet(key, {
          revision: "1",
          record: '{"revision":1,"tokens":7,"obtainedAt":0}',
        }),
    };

    /** Asserts an error that names the key without its content, and that the content is unchanged. */
    async function isRefused(operation: () => Promise<unknown>): Promise<void> {
      const before = await content();
      const error = await operation().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "store_damaged", kind: "store" });
      expect(`${error}`).toContain(key);
      expect(`${error}`).not.toContain("secret");
      expect(await content()).toEqual(before);
    }

    async function content(): Promise<unknown> {
      return redis.admin.hGetAll(key).catch(() => redis.admin.dump(key));
    }

    test.each(Object.keys(onlyReaders))("is read: %s", async (kind) => {
      await using opened = await open(redis.server.url);
      await onlyReaders[kind]?.();
      await isRefused(() => redisStore(opened.client, { key }).read());
    });

    test.each(Object.keys(onlyReaders))("is claimed: %s", async (kind) => {
      await using opened = await open(redis.server.url);
      await onlyReaders[kind]?.();
      const store = redisStore(opened.client, { key });
      // Claim every revision that the value could be mistaken for.
      const revision = Number(await storedRevision());
      await isRefused(() => store.claim(revision, lease));
    });

    test.each(Object.keys(kinds))("is replaced by a commit: %s", async (kind) => {
      await using opened = await open(redis.server.url);
      const claim = await claimed(redisStore(opened.client, { key }));
      await redis.admin.del(key);
      await kinds[kind]?.();
      await isRefused(() => claim.commit(record(2)));
    });

    async function claimed(store: TokenStore): Promise<Claim> {
      await commitUpTo(store, 1);
      return won(store.claim(1, lease));
    }

    async function storedRevision(): Promise<string> {
      const stored = await redis.admin.hGet(key, "revision").catch(() => undefined);
      return /^\d+$/.test(stored ?? "") ? (stored ?? "0") : "0";
    }
  },
);

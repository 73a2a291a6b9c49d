import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileStore } from "@refresh-once/core/file";
import { hasRedis } from "@refresh-once/servers";
import { describe, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { commitUpTo, record } from "./record.ts";
import { useRedis } from "./redis-of-tests.ts";

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
const script = readme.split("## Moving from the file store")[1]?.split("```ts\n")[1] ?? "";
/** The code block of the README, without its imports. */
const steps = script.slice(script.indexOf("const record"), script.indexOf("await client.close"));

describe.skipIf(!hasRedis())("moving from the file store", () => {
  const redis = useRedis();
  test("the steps of the README move the tokens, once", async () => {
    const folder = await mkdtemp(join(tmpdir(), "refresh-once-moving-"));
    const path = join(folder, "oro.json");
    await commitUpTo(fileStore(path), 3);
    const move: unknown = new Function(
      "fileStore",
      "redisStore",
      "client",
      `return (async () => { ${steps} })();`,
    );
    if (typeof move !== "function") throw new Error("no script");
    await move(() => fileStore(path), redisStore, redis.admin);
    const store = redisStore(redis.admin, { key: "tokens:7" });
    expect(await store.read()).toEqual({ ...record(3), revision: 1 });
    await expect(move(() => fileStore(path), redisStore, redis.admin)).rejects.toThrow("already");
    await rm(folder, { recursive: true });
  });
});

import { mkdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import { writeRecord } from "../../src/file/record-file.ts";
import type { Claim, TokenRecord } from "../../src/store.ts";
import { record, useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();

/** Makes the holder of a claim file look dead to all processes. */
async function die(name: string): Promise<void> {
  const path = store.beside(name);
  const entry = JSON.parse(await readFile(path, "utf8"));
  const dead = { ...entry, holder: { ...entry.holder, started: "1" } };
  await writeFile(path, JSON.stringify(dead));
}

/** The claim of a process that dies after it wrote a reply, or without one. */
async function deadClaim(reply?: TokenRecord): Promise<Claim | undefined> {
  await store.commit(1);
  const claim = await store.claim(1);
  if (reply) claim?.journal?.(reply);
  await die("1.1.claim");
  return claim;
}

async function reservation(): Promise<string> {
  const names = await store.names();
  return join(store.folder, names.find((name) => /\b2\..{36}\.commit$/.test(name)) ?? "");
}

describe("P2: a reply that a process wrote before it died", () => {
  test("is committed by the next process, which sends nothing", async () => {
    await deadClaim(record(2));
    expect(await store.claim(1)).toBeUndefined();
    expect(await fileStore(store.path).read()).toEqual(record(2));
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("is committed once by 20 processes that start at the same time", async () => {
    await deadClaim(record(2));
    const claims = await Promise.all(Array.from({ length: 20 }, () => store.claim(1)));
    expect(claims.filter(Boolean)).toEqual([]);
    expect(await fileStore(store.path).read()).toEqual(record(2));
  });

  test("is found even if the process that took over has died as well", async () => {
    await deadClaim(record(2));
    const claim = JSON.parse(await readFile(store.beside("1.1.claim"), "utf8"));
    await writeFile(store.beside("1.2.claim"), JSON.stringify(claim));
    expect(await store.claim(1)).toBeUndefined();
    expect(await fileStore(store.path).read()).toEqual(record(2));
  });

  test("is preferred to the record of a process that took over without a reply, even if the clock was set back", async () => {
    const late = { ...record(2), obtainedAt: 0 };
    await deadClaim(late);
    const doubt = { ...record(1), revision: 2, unanswered: 1 };
    const text = writeRecord(doubt, crypto.randomUUID());
    await writeFile(store.beside(`2.${crypto.randomUUID()}.commit`), text);
    expect(await store.claim(1)).toBeUndefined();
    expect(await fileStore(store.path).read()).toEqual(late);
  });

  test("is found even if its writer already knew that its claim was taken over", async () => {
    await store.commit(1);
    const former = await store.claim(1, -1);
    await mkdir(store.beside("1.2.claim"));
    expect(await former?.extend?.()).toBe(false);
    former?.journal?.(record(2));
    await rmdir(store.beside("1.2.claim"));
    expect(await store.claim(1)).toBeUndefined();
    expect(await fileStore(store.path).read()).toEqual(record(2));
  });

  test("is found even if it is larger than its reservation", async () => {
    const extra = { id_token: "x".repeat(100_000) };
    const large = { ...record(2), tokens: { accessToken: "a2", refreshToken: "r2", extra } };
    await deadClaim(large);
    expect(await store.claim(1)).toBeUndefined();
    expect(await fileStore(store.path).read()).toEqual(large);
  });

  test("is committed as a copy, so later writes of its writer do not reach the store", async () => {
    const late = await deadClaim(record(2));
    const path = await reservation();
    expect(await store.claim(1)).toBeUndefined();
    await writeFile(path, "the writer was only suspended");
    late?.journal?.(record(2));
    expect(await fileStore(store.path).read()).toEqual(record(2));
    await store.commit(3);
    expect(await store.names()).toEqual(["tokens.json"]);
  });
});

describe("P2: a reply that a process did not write completely before it died", () => {
  test.each([
    ["nothing", (text: string) => text.replaceAll(/[^\n]/g, " ")],
    ["part of the reply", (text: string) => text.slice(0, -20)],
    ["part of the reply, and blanks", (text: string) => `${text.slice(0, -20)}${" ".repeat(20)}`],
    ["a mixture of two replies", (text: string) => text.replace("r2", "rX")],
  ])("is reported as abandoned if the reservation holds %s", async (_, damage) => {
    await deadClaim(record(2));
    const path = await reservation();
    await writeFile(path, damage(await readFile(path, "utf8")));
    const claim = await store.claim(1);
    expect(claim?.abandoned).toMatchObject({ revision: 1 });
    expect(await fileStore(store.path).read()).toEqual(record(1));
    await claim?.commit(record(2));
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("is reported as abandoned if the reservation holds a record of another history", async () => {
    const own = { ...record(1), epochs: ["own"] };
    await (await store.claim(0))?.commit(own);
    (await store.claim(1))?.journal?.({ ...record(2), epochs: ["other"] });
    await die("1.1.claim");
    expect((await store.claim(1))?.abandoned).toMatchObject({ revision: 1 });
    expect(await fileStore(store.path).read()).toEqual(own);
  });
});

import { expect, test } from "vitest";
import { memoryStore } from "../src/index.ts";

test("P1: who gives back a claim that it took over leaves the doubt to the next one", async () => {
  const store = memoryStore();
  await store.claim(0, { duration: 0 });
  const second = await store.claim(0, { duration: 60_000 });
  expect(second?.abandoned).toMatchObject({ revision: 0 });
  await second?.release();
  const third = await store.claim(0, { duration: 60_000 });
  expect(third?.abandoned).toMatchObject({ revision: 0 });
});

test("who gives back a claim of its own leaves nothing", async () => {
  const store = memoryStore();
  const first = await store.claim(0, { duration: 60_000 });
  await first?.release();
  const second = await store.claim(0, { duration: 60_000 });
  expect(second).not.toHaveProperty("abandoned");
});

test("P2: a commit has come through, although a listener throws", async () => {
  const store = memoryStore();
  let told = 0;
  store.subscribe?.(() => {
    throw new Error("of the listener");
  });
  store.subscribe?.(() => void told++);
  const claim = await store.claim(0, { duration: 60_000 });
  expect(await claim?.commit({ revision: 1, obtainedAt: 0 })).toBe(true);
  expect((await store.read())?.revision).toBe(1);
  expect(told).toBe(1);
});

import { expect, test } from "vitest";
import { memoryStore } from "../src/index.ts";

test("P1: if a claim that was taken over is released, the next claim still sees the abandoned one", async () => {
  const store = memoryStore();
  await store.claim(0, { duration: 0 });
  const second = await store.claim(0, { duration: 60_000 });
  expect(second?.abandoned).toMatchObject({ revision: 0 });
  await second?.release();
  const third = await store.claim(0, { duration: 60_000 });
  expect(third?.abandoned).toMatchObject({ revision: 0 });
});

test("a released claim leaves no trace", async () => {
  const store = memoryStore();
  const first = await store.claim(0, { duration: 60_000 });
  await first?.release();
  const second = await store.claim(0, { duration: 60_000 });
  expect(second).not.toHaveProperty("abandoned");
});

test("P2: a commit succeeds even if a listener throws", async () => {
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

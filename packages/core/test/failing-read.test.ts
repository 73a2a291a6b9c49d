import { expect, test, vi } from "vitest";
import { createTokenManager, memoryStore } from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

useFakeClock();

test("P10: a read that fails during the request fails no caller, because the response is still stored", async () => {
  const endpoint = new StrictEndpoint();
  const answering = gate();
  endpoint.next(() => answering.passed);
  const store = memoryStore();
  const seed = { refreshToken: "r0" };
  const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
  const got = tokens.get();
  await endpoint.calls(1);
  const read = vi.spyOn(store, "read").mockRejectedValue(new Error("EMFILE"));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(read).toHaveBeenCalled();
  answering.open();
  expect((await got).accessToken).toBe("a1");
});

test("P2: if a read fails after the request, callers still learn that the new tokens cannot be saved", async () => {
  const endpoint = new StrictEndpoint();
  const answering = gate();
  endpoint.next(() => answering.passed);
  const store = memoryStore();
  const claim = store.claim.bind(store);
  const full = new Error("ENOSPC");
  vi.spyOn(store, "claim").mockImplementation(async (...claimed) => {
    const won = await claim(...claimed);
    return won && { ...won, commit: () => Promise.reject(full) };
  });
  const seed = { refreshToken: "r0" };
  const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
  const failed = tokens.get().catch((error: unknown) => error);
  await endpoint.calls(1);
  const reading = gate();
  const read = vi.spyOn(store, "read").mockImplementation(async () => {
    await reading.passed;
    throw new Error("EMFILE");
  });
  await vi.advanceTimersByTimeAsync(1_500);
  expect(read).toHaveBeenCalled();
  answering.open();
  await vi.waitUntil(() => tokens.unsaved !== undefined);
  await vi.advanceTimersByTimeAsync(0);
  reading.open();
  expect(await failed).toMatchObject({ code: "not_persisted" });
});

import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { Reservation } from "../../src/file/reservation.ts";
import { StoreFiles } from "../../src/file/store-files.ts";
import { useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();

function reserve(): Promise<Reservation> {
  return Reservation.make(new StoreFiles(store.path), 1, crypto.randomUUID());
}

test("P2: a reservation that is closed during its flush completes the flush first", async () => {
  const reservation = await reserve();
  const stored = reservation.store("the record");
  reservation.close();
  expect(await stored).toBe(true);
  expect(await readFile(store.beside(reservation.name), "utf8")).toBe("the record");
  expect(await reservation.store("the record")).toBe(false);
});

test("P3: a reservation keeps the first record that is written to it, never a mixture of two", async () => {
  const reservation = await reserve();
  expect(reservation.writeNow("the first record")).toBe(true);
  expect(reservation.writeNow("another")).toBe(false);
  expect(reservation.writeNow("the first record")).toBe(true);
  expect(await readFile(store.beside(reservation.name), "utf8")).toBe("the first record");
  reservation.close();
});

test("P3: a reservation that may already be the store file is not written again", async () => {
  const reservation = await reserve();
  reservation.propose();
  expect(reservation.writeNow("late")).toBe(false);
  expect(await readFile(store.beside(reservation.name), "utf8")).not.toContain("late");
  reservation.close();
});

import { describe, expect, test, vi } from "vitest";
import { postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";
import { longLease, record } from "./managers.ts";

const database = useDatabase();

describe("the holder of a claim in PostgreSQL", () => {
  const store = (key: string) => postgresStore(database.pool(), { key });

  test("is described by the claim id in the row, and by no other part of it", async () => {
    const before = Date.now();
    const claim = await store("held").claim(0, longLease);
    const { rows } = await database
      .pool()
      .query("SELECT claim_id FROM refresh_once WHERE key = 'held'");
    const holder = await store("held").claimHolder?.();
    expect(holder?.description).toBe(`a process with the claim id ${rows[0].claim_id.slice(0, 8)}`);
    expect(holder?.startedAt).toBeGreaterThanOrEqual(before);
    expect(holder?.leaseEndsAt).toBeGreaterThan(before);
    expect(holder?.leaseEndsAt).toBeLessThanOrEqual(Date.now() + longLease.duration);
    expect(await claim?.commit(record(1))).toBe(true);
    expect(await store("held").claimHolder?.()).toBeUndefined();
  });

  test("has a lease that ends by the clock of the reader, however wrong that is", async () => {
    await store("clocks").claim(0, longLease);
    const ahead = Date.now() + 24 * 3_600_000;
    vi.spyOn(Date, "now").mockReturnValue(ahead);
    const holder = await store("clocks").claimHolder?.();
    expect(holder?.leaseEndsAt).toBeGreaterThan(ahead);
    expect(holder?.leaseEndsAt).toBeLessThanOrEqual(ahead + longLease.duration);
  });

  test("is looked for without a write, by a role that may only read", async () => {
    expect(await store("none").claimHolder?.()).toBeUndefined();
    await store("read").claim(0, longLease);
    const readOnly = database.pool({ options: "-c default_transaction_read_only=on" });
    const reader = postgresStore(readOnly, { key: "read" });
    expect(await reader.claimHolder?.()).toBeDefined();
    expect(
      (await database.pool().query("SELECT FROM refresh_once WHERE key = 'none'")).rows,
    ).toEqual([]);
  });
});

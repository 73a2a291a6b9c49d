import { createTokenManager, type TokenEvent } from "@refresh-once/core";
import {
  type DatabaseServer,
  hasPgBouncer,
  pgBouncerTracksStatements,
  startPgBouncer,
} from "@refresh-once/servers";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";
import { storeExpired } from "./managers.ts";
import { statementCases } from "./suite-cases.ts";

const tracked = [0, ...(pgBouncerTracksStatements() ? [200] : [])];

describe.skipIf(!hasPgBouncer()).each(tracked)(
  "Through PgBouncer in transaction mode with max_prepared_statements = %i,",
  (preparedStatements) => {
    const database = useDatabase();
    let bouncer: DatabaseServer;
    let pool: pg.Pool;
    beforeAll(async () => {
      bouncer = await startPgBouncer(database.server, { preparedStatements });
      pool = database.pool({ connectionString: bouncer.url });
    });
    afterAll(() => bouncer[Symbol.asyncDispose]());

    describe("by polling", () => {
      const createStore = (key: string) => postgresStore(pool, { key, listen: false });
      for (const { name, run } of statementCases(createStore)) test.concurrent(name, run);
    });

    test("P1: eight managers that listen nevertheless refresh once, and all get the tokens", async () => {
      await storeExpired(postgresStore(pool, { key: "listens" }));
      let refreshed = 0;
      let waiting = 0;
      const refresh = async () => {
        refreshed++;
        await expect.poll(() => waiting).toBe(7);
        return { accessToken: "a2", refreshToken: "r2" };
      };
      const onEvent = ({ type }: TokenEvent) => {
        if (type === "waiting") waiting++;
      };
      const managers = Array.from({ length: 8 }, () =>
        createTokenManager({ store: postgresStore(pool, { key: "listens" }), refresh, onEvent }),
      );
      const got = await Promise.all(managers.map((manager) => manager.get()));
      expect(got.map(({ accessToken }) => accessToken)).toEqual(Array(8).fill("a2"));
      expect(refreshed).toBe(1);
      await expect.poll(() => pool.idleCount).toBe(pool.totalCount);
    });
  },
);

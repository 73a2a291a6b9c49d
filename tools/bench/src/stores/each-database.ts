import type { Database } from "@refresh-once/end-to-end/databases";
import { type DatabaseServer, hasRedis, startPostgres, startRedis } from "@refresh-once/servers";

/** A database that is measured, with nothing in it. */
export interface Place {
  readonly name: string;
  readonly server: DatabaseServer;
  readonly database: Database;
}

const databases = [
  { name: "Redis", kind: "redis", isInstalled: hasRedis, start: () => startRedis() },
  {
    name: "PostgreSQL",
    kind: "postgres",
    isInstalled: () => true,
    start: () => startPostgres({ asInstalled: true }),
  },
] as const;

/** Measures each database that this machine has, one after the other. */
export async function eachDatabase<Figures>(
  measure: (place: Place) => Promise<Figures>,
): Promise<readonly Figures[]> {
  const figures: Figures[] = [];
  for (const { name, kind, isInstalled, start } of databases) {
    if (!isInstalled()) continue;
    await using server = await start();
    figures.push(await measure({ name, server, database: { kind, url: server.url } }));
  }
  return figures;
}

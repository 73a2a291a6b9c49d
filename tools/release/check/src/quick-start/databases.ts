import { hasRedis, startPostgres, startRedis } from "@refresh-once/servers";
import type { Row } from "./rows.ts";

/** A database of a quick start: `""` where it needs none, `undefined` where there is none. */
export async function withDatabase<Result>(
  name: Row["database"],
  use: (url: string) => Promise<Result>,
): Promise<Result | undefined> {
  if (name === undefined) return use("");
  if (name === "redis" && !hasRedis()) return undefined;
  await using server = await (name === "redis" ? startRedis() : startPostgres());
  return await use(server.url);
}

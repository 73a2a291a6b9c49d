import { TokenFolder } from "@refresh-once/end-to-end/program";
import { startPostgres, startRedis } from "@refresh-once/servers";
import type { StoreKind, StorePlace } from "./store-place.ts";

/** What the stores need while they are used. */
export interface StoreServer extends AsyncDisposable {
  readonly place: StorePlace;
}

export async function startStoreServer(kind: StoreKind): Promise<StoreServer> {
  if (kind === "file") {
    const folder = new TokenFolder([]);
    return {
      place: { kind, folder: folder.path },
      [Symbol.asyncDispose]: async () => folder[Symbol.dispose](),
    };
  }
  const server = await (kind === "redis" ? startRedis() : startPostgres({ asInstalled: true }));
  return {
    place: { kind, url: server.url },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
